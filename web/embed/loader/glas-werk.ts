/**
 * The elements of docs pages: `<glas-werk>`, a bar that runs the example beside it, and one element for each pane. They
 * know their example and draw the bar; all else is in `embed.js`, which is imported on the reader's first act.
 */
import type { PairingProblem } from '../../../src/examples/pair.ts';
import type { Blocks, EmbedLanguage, Face, Live, Outcome } from '../contract.ts';
import { tell } from '../events.ts';
import { attach, attachNow, attachSoon, detach, matesOf, type Attachable } from './attach.ts';
import { ATTRIBUTES, checkAttributes, wordsOf, written } from './attributes.ts';
import { loadEmbed } from './engine.ts';
import { readBlock } from './read-block.ts';
import { make, setText, shadowOf } from './shadow.ts';
import { languageOf } from './surroundings.ts';
import { problem, say } from './words.ts';

/** On a server there are no elements: there the class is only a name. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/** What an element can be asked for, and `embed.js` does. */
type Act = 'wake' | 'run' | 'open' | 'close' | 'send' | 'step' | 'seek' | 'reset' | 'scenario';
type Result<A extends Act> = Awaited<ReturnType<Live[A]>>;

// Its members are private to the language: scripts of the page see these elements.
export class GlasWerk extends Base implements Attachable {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;

  readonly #run = make('button', 'run');
  readonly #step = make('button', 'step');
  readonly #status = make('span', 'status');
  readonly #meta = make('span', 'meta');
  readonly #bar = make('div', 'bar', this.#run, this.#step, make('span', 'info', this.#status, this.#meta));
  readonly #isPane = this.localName !== 'glas-werk';
  readonly #face = {
    element: this,
    status: this.#status,
    below: make('div', 'outcome'),
    place: make('div', 'stage'),
    blocks: {} as Blocks,
    mates: (name: string) => matesOf(this, name).map((mate) => (mate as GlasWerk).#face as Face),
    open: () => this.#do('open'),
    draw: () => this.#draw(),
  };

  #lang: EmbedLanguage = 'en';
  /** What the element stands for, to notice when it changes. Undefined until it is known. */
  #example: string | undefined;
  /** What the author has to mend. */
  #problem: Error | undefined;
  /** Why the last act of the reader came to nothing. */
  #failure: Error | undefined;
  #live: Live | undefined;

  connectedCallback(): void {
    if (!this.shadowRoot) this.#build();
    this.#draw();
    attach(this);
  }

  disconnectedCallback(): void {
    detach(this);
    // One that was only moved is back by then.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#live?.end();
      this.#live = this.#example = this.#problem = this.#failure = undefined;
    });
  }

  attributeChangedCallback(): void {
    if (this.isConnected) attachSoon();
  }

  #build(): void {
    this.#status.role = 'status';
    this.#bar.role = 'group';
    this.#bar.ariaLabel = 'Glaswerk';
    this.#run.type = this.#step.type = 'button';
    on('click', this.#run, () => this.run());
    on('click', this.#step, () => this.#do(this.#live?.isOpen ? 'close' : 'open'));
    // What is pressed will be clicked.
    on('pointerdown', this.#bar, async () => written(this, 'loading') === 'click' || loadEmbed(this.#lang));
    shadowOf(this, this.#bar, this.#face.below, this.#face.place);
  }

  get takesBlock(): boolean {
    return !this.#isPane && !['request', 'src', 'lesson'].some((name) => written(this, name));
  }

  attached(blocks: Blocks, pairing: PairingProblem | undefined): void {
    this.#face.blocks = blocks;
    const before = this.#example;
    const said = this.#problem?.message;
    this.#lang = languageOf(this);
    this.#example = this.#problem = undefined;
    try {
      checkAttributes(this, this.#lang);
      if (pairing) throw problem(this.#lang, pairing.why, { value: 'selector' in pairing ? pairing.selector : '' });
      const [request, answer] = [blocks.request, blocks.answer].map((block) => block && readBlock(block));
      this.#example = [request, answer, ...ATTRIBUTES.map((name) => this.getAttribute(name))].join('\0');
      if (this.#example !== before) {
        this.#failure = undefined;
        this.#live?.changed();
        tell(this, 'glaswerk:ready', { request, answer });
        if (written(this, 'loading') === 'eager' || written(this, 'lesson')) quietly(this.#do('wake'));
      }
    } catch (error) {
      this.#problem = error as Error;
      if (said !== this.#problem.message) this.#report(this.#problem);
    }
    this.#live?.refresh();
    this.#draw();
  }

  #report(error: Error): void {
    const { code = 'failed' } = error as { code?: string };
    tell(this, 'glaswerk:error', { code, message: error.message });
  }

  /** Asks `embed.js` for something; what goes wrong is shown, told and thrown. */
  async #do<A extends Act>(act: A, ...values: Parameters<Live[A]>): Promise<Result<A>> {
    try {
      // Blocks may have come this very moment.
      attachNow();
      if (!this.#example) throw this.#problem ?? problem(this.#lang, 'no-request');
      this.#failure = undefined;
      const embed = await loadEmbed(this.#lang);
      this.#live ??= embed.live(this.#face);
      return (await (this.#live[act] as (...values: unknown[]) => unknown)(...values)) as Result<A>;
    } catch (error) {
      this.#failure = error as Error;
      if (error !== this.#problem && this.isConnected) this.#report(this.#failure);
      throw error;
    } finally {
      this.#draw();
    }
  }

  /** Runs the example, and compares its answer with the printed one; `matches` is undefined where none is printed. */
  run(): Promise<Pick<Outcome, 'text' | 'matches'>> {
    return this.#do('run');
  }

  /** Types into a client of the stage, which opens if it is not there. */
  send(data: string | Uint8Array, client?: number): Promise<void> {
    return this.#do('send', data, client);
  }

  /** Goes on by a number of steps, or back. Resolves to the step at which the stage stands. */
  step(count?: number): Promise<number> {
    return this.#do('step', count);
  }

  /** Goes to a step, or to what the attribute `at` can name. Resolves to the step. */
  seek(to: number | string): Promise<number> {
    return this.#do('seek', to);
  }

  /** Back to what the author wrote. */
  reset(): Promise<void> {
    return this.#do('reset');
  }

  /** The scenario of the machine as it is now, as plain JSON. */
  scenario(): Promise<object> {
    return this.#do('scenario');
  }

  #draw(): void {
    const lang = (this.#lang = languageOf(this));
    const isPane = this.#isPane;
    const error = this.#problem ?? this.#failure;
    const { state = 'idle', isOpen = false, stepText, note } = this.#live ?? {};
    const controls = wordsOf(this, 'controls');
    const hides = (control: string): boolean => !!this.#problem || (!!controls[0] && !controls.includes(control));
    this.#bar.dataset['state'] = error ? 'error' : state;
    this.#bar.lang = lang;
    this.#bar.hidden = !error && (controls[0] === 'none' || ((isPane || !!written(this, 'lesson')) && isOpen));
    this.#run.hidden = isPane || hides('run');
    this.#step.hidden = hides('step');
    this.#step.ariaExpanded = `${isOpen}`;
    setText(this.#run, say(lang, 'run'));
    setText(this.#step, stepText ?? say(lang, isPane ? 'start' : 'step'));
    // An outcome is written by who knows it.
    if (error || state !== 'done') {
      setText(this.#status, error?.message ?? (this.#face.blocks.answer ? say(lang, 'recorded') : ''));
    }
    setText(this.#meta, note ?? (error || isPane || written(this, 'src') ? '' : this.#label));
  }

  /** Which server and which app, as far as the attributes say it. */
  get #label(): string {
    const app = written(this, 'app-src')?.replace(/^.*\//, '') ?? written(this, 'app') ?? 'hello';
    return `${say(this.#lang, (written(this, 'server') ?? 'base') as 'base')} · ${app}`;
  }
}

function on(type: string, target: Element, act: () => Promise<unknown>): void {
  target.addEventListener(type, () => quietly(act()));
}

/** What goes wrong is shown at the element. */
const quietly = (act: Promise<unknown>): void => void act.catch(() => undefined);
