/** What the preset apps are called, and what there is to see in each, in the language of the page. */
import type { PresetInfo } from '../../../src/host/protocol.ts';
import type { TextKey } from '../../texts/sentences.ts';
import type { Texts } from '../../texts/texts.ts';

type Plain = Extract<TextKey, `editor.preset.${string}.${'title' | 'note'}`>;

/** The keys of the title and the note of each preset. */
const KEYS: Readonly<Record<string, readonly [title: Plain, note: Plain]>> = {
  hello: ['editor.preset.hello.title', 'editor.preset.hello.note'],
  'raw-hello': ['editor.preset.raw-hello.title', 'editor.preset.raw-hello.note'],
  environ: ['editor.preset.environ.title', 'editor.preset.environ.note'],
  echo: ['editor.preset.echo.title', 'editor.preset.echo.note'],
  form: ['editor.preset.form.title', 'editor.preset.form.note'],
  stream: ['editor.preset.stream.title', 'editor.preset.stream.note'],
  sleepy: ['editor.preset.sleepy.title', 'editor.preset.sleepy.note'],
  counter: ['editor.preset.counter.title', 'editor.preset.counter.note'],
  boom: ['editor.preset.boom.title', 'editor.preset.boom.note'],
  datagrams: ['editor.preset.datagrams.title', 'editor.preset.datagrams.note'],
};

/** A preset in the language of the page. One that the page does not know keeps the library's English. */
export function presetIn(texts: Texts, preset: PresetInfo): PresetInfo {
  const keys = Object.hasOwn(KEYS, preset.name) ? KEYS[preset.name] : undefined;
  if (keys === undefined) return preset;
  return { name: preset.name, title: texts.say(keys[0]), note: texts.say(keys[1]) };
}
