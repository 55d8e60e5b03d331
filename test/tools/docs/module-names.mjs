/**
 * A plugin for TypeDoc: calls each entry point by the name it is imported by, `glaswerk/http.server` instead of
 * `modules/http.server`.
 */
import { Converter } from 'typedoc';

/** TypeDoc calls this when it starts. @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const entry of project.children ?? []) {
      entry.name = entry.name === 'index' ? 'glaswerk' : `glaswerk/${entry.name.replace('modules/', '')}`;
    }
  });
}
