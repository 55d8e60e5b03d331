/**
 * What an element does once `embed.js` is there: runs its example, shows what came of it, opens and closes its stage,
 * and tells the stage when the page around it looks different.
 */
import type { Embed, Face, Live, Outcome, PaneName, Stage, Wanted } from '../contract.ts';
import { tell } from '../events.ts';
import { adoptStyles, showOutcome } from './outcome.ts';
import { watchTheme } from './theme.ts';
import { capture, wantedOf } from './wanted.ts';
import { sayLive } from './words.ts';

type Result = Pick<Outcome, 'text' | 'matches'>;

export class LiveElement implements Live {
  private readonly _face: Face;
  private readonly _embed: Embed;
  private _outcome: Outcome | undefined;
  private _hideOutcome: (() => void) | undefined;
  private _running: Promise<Result> | undefined;
  private _stage: Promise<Stage> | undefined;
  private _unwatch: (() => void) | undefined;
  private _shown: Pick<Wanted, 'theme' | 'lang'>;
  private _hasEnded = false;
  private _hasLesson = false;

  constructor(face: Face, embed: Embed) {
    this._face = face;
    this._embed = embed;
    this._shown = wantedOf(face);
    adoptStyles(face);
  }

  get state(): Live['state'] {
    if (this._running !== undefined) return 'running';
    return this._outcome === undefined ? 'idle' : 'done';
  }

  get isOpen(): boolean {
    return this._hasLesson || this._stage !== undefined;
  }

  get stepText(): string | undefined {
    return this.isOpen ? sayLive(this._shown.lang, 'close') : undefined;
  }

  get note(): string | undefined {
    return this._running === undefined ? undefined : sayLive(this._shown.lang, 'running');
  }

  async wake(): Promise<void> {
    const { element, place } = this._face;
    const lesson = element.getAttribute('lesson') ?? '';
    if (lesson !== '') {
      this._hasLesson = true;
      return await this._embed.showLesson(lesson, wantedOf(this._face), place);
    }
    const acts: Promise<unknown>[] = [];
    if (this._pane === undefined) acts.push(this.run());
    if (this._pane !== undefined || wantedOf(this._face).view.length > 0) acts.push(this.open());
    await Promise.all(acts);
  }

  async run(): Promise<Result> {
    this._running ??= this._run().finally(() => {
      this._running = undefined;
    });
    this._face.draw();
    return this._running;
  }

  private async _run(): Promise<Result> {
    const { element } = this._face;
    tell(element, 'glaswerk:run', {});
    const outcome = await this._embed.run(element, wantedOf(this._face));
    const { text, bytes, matches, first } = outcome;
    if (!this._hasEnded) {
      this._show(outcome);
      tell(element, 'glaswerk:answer', { text, bytes, matches });
      if (first !== undefined) tell(element, 'glaswerk:drift', first);
    }
    return { text, matches };
  }

  private _show(outcome: Outcome): void {
    this._forgetOutcome();
    this._outcome = outcome;
    capture(this._face.element, outcome.captured);
    this._hideOutcome = showOutcome(this._face, outcome, wantedOf(this._face), () => this._lead(outcome));
  }

  /** Opens the stage at the step that wrote the first byte that differs: a run with a log knows it. */
  private async _lead({ first }: Outcome): Promise<void> {
    const opened = this._face.open();
    const [step] = await Promise.all([first?.step ?? this._traced(first?.byte), opened]);
    await this.seek(step);
  }

  /** The step that wrote a byte. */
  private async _traced(byte: number | undefined): Promise<number> {
    const wanted = wantedOf(this._face);
    const { bytes, first } = await this._embed.run(this._face.element, wanted, true);
    if (first?.step !== undefined && first.byte === byte) return first.step;
    const { line = 0, column = 0 } = first ?? {};
    throw new Error(sayLive(wanted.lang, first === undefined ? 'same' : 'differs', { line, column, count: bytes }));
  }

  private _forgetOutcome(): void {
    this._hideOutcome?.();
    this._hideOutcome = undefined;
    this._outcome = undefined;
    capture(this._face.element, undefined);
  }

  private get _pane(): PaneName | undefined {
    const [, name = ''] = this._face.element.localName.split('-');
    return name === 'werk' ? undefined : (name as PaneName);
  }

  open(): Promise<Stage> {
    this._stage ??= this._open();
    this._face.draw();
    return this._stage;
  }

  private async _open(): Promise<Stage> {
    const { element, place } = this._face;
    const pane = this._pane;
    // A stage has colours of its own, which follow the page.
    this._unwatch ??= watchTheme(element, () => this.refresh());
    try {
      const wanted = wantedOf(this._face);
      place.style.setProperty('--glaswerk-height', wanted.height ?? '');
      const stage = await (pane === undefined
        ? this._embed.openStage(element, wanted, place)
        : this._embed.openPane(element, this._paneWanted(pane, wanted), place));
      if (this._hasEnded) stage.close();
      return stage;
    } catch (error) {
      this._stage = undefined;
      this._stopWatching();
      throw error;
    } finally {
      // The panes of a lab come with it, wherever they stand.
      for (const mate of this._face.mates('lab')) {
        // A pane that does not open says so at its own element.
        if (mate.element.localName !== 'glas-werk' && mate !== this._face) mate.open().catch(() => undefined);
      }
    }
  }

  /** A pane shows the example of its lab's main element, if there is one. */
  private _paneWanted(pane: PaneName, own: Wanted): Wanted {
    const lead = this._face.mates('lab').find(({ element }) => element.localName === 'glas-werk');
    const { theme, lang, height } = own;
    return { ...(lead === undefined ? own : wantedOf(lead)), theme, lang, height, view: [pane] };
  }

  async close(): Promise<void> {
    const stage = this._stage;
    this._stage = undefined;
    this._stopWatching();
    this._face.draw();
    (await stage)?.close();
  }

  private _stopWatching(): void {
    this._unwatch?.();
    this._unwatch = undefined;
  }

  async send(data: string | Uint8Array, client?: number): Promise<void> {
    await (await this.open()).send(data, client);
  }

  async step(count?: number): Promise<number> {
    return (await this.open()).step(count);
  }

  async seek(to: number | string): Promise<number> {
    return (await this.open()).seek(to);
  }

  async reset(): Promise<void> {
    this._forgetOutcome();
    await (await this._stage)?.reset();
  }

  async scenario(): Promise<object> {
    const { element } = this._face;
    return this._stage === undefined
      ? this._embed.scenario(element, wantedOf(this._face))
      : (await this._stage).scenario();
  }

  refresh(): void {
    const { theme, lang } = wantedOf(this._face);
    if (theme === this._shown.theme && lang === this._shown.lang) return;
    const isOtherLanguage = lang !== this._shown.lang;
    this._shown = { theme, lang };
    if (isOtherLanguage && this._outcome !== undefined) this._show(this._outcome);
    this._update();
  }

  changed(): void {
    this._forgetOutcome();
    this._update();
  }

  private _update(): void {
    this._stage?.then(
      (stage) => stage.update(wantedOf(this._face)),
      () => undefined,
    );
  }

  end(): void {
    this._hasEnded = true;
    this._forgetOutcome();
    this.close().catch(() => undefined);
    this._embed.forget(this._face.element);
  }
}
