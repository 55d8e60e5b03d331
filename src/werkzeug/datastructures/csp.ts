/** Content-Security-Policy headers. Assigning undefined deletes a directive. */
import { repr, typeName } from '../../python/repr.ts';
import { dumpCspHeader } from '../http/quoting.ts';
import type { DictSource } from './mapping.ts';
import type { OnUpdate } from './mixins.ts';
import { CallbackDict } from './structures.ts';

/** Directives and their values. @python werkzeug.datastructures.csp.ContentSecurityPolicy */
export class ContentSecurityPolicy extends CallbackDict<string, string> {
  static override readonly name: string = 'ContentSecurityPolicy';
  /** False if it was made from `null`, Python's None. */
  readonly provided: boolean;

  constructor(values: DictSource<string, string> | null = [], onUpdate?: OnUpdate<ContentSecurityPolicy>) {
    super(values ?? [], onUpdate);
    this.provided = values !== null;
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.base_uri */
  get baseUri(): string | undefined {
    return this.get('base-uri');
  }
  set baseUri(value: string | undefined) {
    this._setValue('base-uri', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.child_src */
  get childSrc(): string | undefined {
    return this.get('child-src');
  }
  set childSrc(value: string | undefined) {
    this._setValue('child-src', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.connect_src */
  get connectSrc(): string | undefined {
    return this.get('connect-src');
  }
  set connectSrc(value: string | undefined) {
    this._setValue('connect-src', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.default_src */
  get defaultSrc(): string | undefined {
    return this.get('default-src');
  }
  set defaultSrc(value: string | undefined) {
    this._setValue('default-src', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.font_src */
  get fontSrc(): string | undefined {
    return this.get('font-src');
  }
  set fontSrc(value: string | undefined) {
    this._setValue('font-src', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.form_action */
  get formAction(): string | undefined {
    return this.get('form-action');
  }
  set formAction(value: string | undefined) {
    this._setValue('form-action', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.frame_ancestors */
  get frameAncestors(): string | undefined {
    return this.get('frame-ancestors');
  }
  set frameAncestors(value: string | undefined) {
    this._setValue('frame-ancestors', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.frame_src */
  get frameSrc(): string | undefined {
    return this.get('frame-src');
  }
  set frameSrc(value: string | undefined) {
    this._setValue('frame-src', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.img_src */
  get imgSrc(): string | undefined {
    return this.get('img-src');
  }
  set imgSrc(value: string | undefined) {
    this._setValue('img-src', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.manifest_src */
  get manifestSrc(): string | undefined {
    return this.get('manifest-src');
  }
  set manifestSrc(value: string | undefined) {
    this._setValue('manifest-src', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.media_src */
  get mediaSrc(): string | undefined {
    return this.get('media-src');
  }
  set mediaSrc(value: string | undefined) {
    this._setValue('media-src', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.navigate_to */
  get navigateTo(): string | undefined {
    return this.get('navigate-to');
  }
  set navigateTo(value: string | undefined) {
    this._setValue('navigate-to', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.object_src */
  get objectSrc(): string | undefined {
    return this.get('object-src');
  }
  set objectSrc(value: string | undefined) {
    this._setValue('object-src', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.prefetch_src */
  get prefetchSrc(): string | undefined {
    return this.get('prefetch-src');
  }
  set prefetchSrc(value: string | undefined) {
    this._setValue('prefetch-src', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.plugin_types */
  get pluginTypes(): string | undefined {
    return this.get('plugin-types');
  }
  set pluginTypes(value: string | undefined) {
    this._setValue('plugin-types', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.report_to */
  get reportTo(): string | undefined {
    return this.get('report-to');
  }
  set reportTo(value: string | undefined) {
    this._setValue('report-to', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.report_uri */
  get reportUri(): string | undefined {
    return this.get('report-uri');
  }
  set reportUri(value: string | undefined) {
    this._setValue('report-uri', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.sandbox */
  get sandbox(): string | undefined {
    return this.get('sandbox');
  }
  set sandbox(value: string | undefined) {
    this._setValue('sandbox', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.script_src */
  get scriptSrc(): string | undefined {
    return this.get('script-src');
  }
  set scriptSrc(value: string | undefined) {
    this._setValue('script-src', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.script_src_attr */
  get scriptSrcAttr(): string | undefined {
    return this.get('script-src-attr');
  }
  set scriptSrcAttr(value: string | undefined) {
    this._setValue('script-src-attr', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.script_src_elem */
  get scriptSrcElem(): string | undefined {
    return this.get('script-src-elem');
  }
  set scriptSrcElem(value: string | undefined) {
    this._setValue('script-src-elem', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.style_src */
  get styleSrc(): string | undefined {
    return this.get('style-src');
  }
  set styleSrc(value: string | undefined) {
    this._setValue('style-src', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.style_src_attr */
  get styleSrcAttr(): string | undefined {
    return this.get('style-src-attr');
  }
  set styleSrcAttr(value: string | undefined) {
    this._setValue('style-src-attr', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.style_src_elem */
  get styleSrcElem(): string | undefined {
    return this.get('style-src-elem');
  }
  set styleSrcElem(value: string | undefined) {
    this._setValue('style-src-elem', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.worker_src */
  get workerSrc(): string | undefined {
    return this.get('worker-src');
  }
  set workerSrc(value: string | undefined) {
    this._setValue('worker-src', value);
  }

  /** @python werkzeug.datastructures.csp.ContentSecurityPolicy.to_header */
  toHeader(): string {
    return dumpCspHeader(this);
  }

  override toString(): string {
    return this.toHeader();
  }

  __str__(): string {
    return this.toHeader();
  }

  override __repr__(): string {
    const pairs = [...this.items()].toSorted(([one], [other]) => (one < other ? -1 : 1));
    return `<${typeName(this)} ${pairs.map(([key, value]) => `${key}=${repr(value)}`).join(' ')}>`;
  }

  /** @internal */
  _setValue(key: string, value: string | undefined): void {
    if (value === undefined) this.pop(key, undefined);
    else this.setItem(key, value);
  }
}
