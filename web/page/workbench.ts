/**
 * The workbench: every part of a machine's face at once, with a bar at the top. It fills one element, and can be thrown
 * away.
 */
import { loadComparison } from '../parts/compare/index.ts';
import type { ComparePane } from '../parts/compare/index.ts';
import { loadEditor } from '../parts/editor/index.ts';
import type { EditorPane } from '../parts/editor/index.ts';
import { Keys } from './keys.ts';
import { PageLessons, lessonInAddress } from './lessons.ts';
import baseCss from '../kit/base.css?inline';
import forcedCss from '../kit/forced-colours.css?inline';
import tokensCss from '../kit/tokens.css?inline';
import { Face, languageNear } from '../kit/face.ts';
import { languageOf } from '../texts/texts.ts';
import type { Language } from '../texts/texts.ts';
import type { Scope } from '../kit/scope.ts';
import type { Moment } from '../../src/explain/moments/moment.ts';
import { BuffersPane } from '../parts/buffers/index.ts';
import { PhoneTabs } from './phone-tabs.ts';
import { ClientsPane } from './panes/clients-pane.ts';
import { ServerPane } from './panes/server-pane.ts';
import { StatusBanner } from './status-banner.ts';
import { TimePane } from './panes/time-pane.ts';
import { Walking } from './walking.ts';
import { TopBar } from './top-bar.ts';
import { announceNews } from './hearing.ts';
import { Drafts } from '../session/drafts.ts';
import type { Connect } from '../sandbox/link.ts';
import { MachineLink } from '../sandbox/machine-link.ts';
import { noticeText } from '../session/notices.ts';
import { Session, otherThan } from '../session/session.ts';
import { isLink, outgrowAddress } from './share/address.ts';
import { Front } from './front.ts';
import { isFramed } from './share/framed.ts';
import { Sharing } from './share/sharing.ts';
import panesCss from './panes.css?inline';
import type { OwnOptions } from './own-options.ts';
import { keepLanguage, keepTheme, readLanguage, readTheme } from './preferences.ts';

/** Where one pane is shown at a time, as the style sheets have it. */
const ONE_PANE = '(max-width: 860px), (max-height: 560px)';

/** The places of panes on a phone. */
const PANES = { clients: 0, buffers: 1, server: 2 } as const;

export class Workbench {
  readonly face: Face;
  readonly session: Session;
  private readonly _clients: ClientsPane;
  private readonly _sharing: Sharing;
  private readonly _lessons: PageLessons;
  private readonly _quarters = document.createElement('div');
  private readonly _keys: Keys;
  private readonly _own: OwnOptions;
  private _tabs: PhoneTabs | undefined;
  private readonly _front: Front;
  private _timePane: TimePane | undefined;
  private _bar: TopBar | undefined;
  private _editor: EditorPane | undefined;
  private _comparison: ComparePane | undefined;

  /** @param own given for a document that is nothing else: the options that stand in it. */
  constructor(host: HTMLElement, scope: Scope, own?: OwnOptions) {
    const isWhole = own !== undefined;
    this._own = own ?? {};
    const face = (this.face = Face.in(host, scope, isWhole));
    face.adopt(tokensCss, baseCss, panesCss, forcedCss);
    face.theme = own?.theme ?? readTheme();
    void this._speak(
      own?.language ?? readLanguage() ?? (isWhole ? languageOf(navigator.languages) : languageNear(host)),
    );
    const connect: Connect = (events) => new MachineLink(events, scope);
    const session = (this.session = new Session({
      scope,
      drafts: new Drafts(() => localStorage),
      connect,
      takesFailure: (notice) => this._sharing.opening.failed(noticeText(face.texts, notice)),
    }));
    this._sharing = new Sharing(face.child(), {
      boot: () => session.boot(),
      open: (change, opened) => {
        this._sharing.opening.begin(change.source !== undefined);
        session.open(change, opened);
      },
    });
    this._keys = new Keys(face.child(), session);
    this._clients = new ClientsPane(face.child(), session);
    this._lessons = new PageLessons(face.child(), session, {
      connect,
      open: (change, opened) => {
        this._sharing.opening.begin(change.source !== undefined);
        session.open(change, opened);
      },
      look: (moment) => this._look(moment),
      handOver: () => this._toTerminal(),
    });
    const arrival = {
      isWhole: isWhole && !isFramed(),
      hasLink: isLink(location.hash) || lessonInAddress() !== undefined || own?.lesson !== undefined,
    };
    this._front = new Front(face.child(), session, arrival, {
      clients: this._clients,
      port: {
        boot: (change) => this._bootAnother(change),
        edit: () => {
          if (!session.state.isEditing) this._toggleEditor();
        },
        focus: () => this._toTerminal(),
        folded: () => this._fold(),
      },
    });
    this._place();
    announceNews(face.child(), session);
    this._listen();
  }

  /** Opens the terminal, and the machine. */
  start(): void {
    this._clients.open();
    this._front.prepare();
    void this._openAddress().then((isOpen) => {
      if (!isOpen && !this.face.scope.hasEnded) this.session.boot();
    });
    // Inside another page the focus would leave that, and scroll it.
    if (!isFramed()) this._focusTerminal();
  }

  /** Shows all lessons. */
  openLessons(): void {
    this._lessons.open();
  }

  /** Opens what the address names, a machine or a lesson; else the lesson that stands in the page. */
  private async _openAddress(): Promise<boolean> {
    const { lesson, fault } = this._own;
    if (fault !== undefined) this._tell(this.face.texts.say('page.options.bad', { reason: fault }));
    if ((await this._sharing.openAddress()) || (await this._lessons.openAddress())) return true;
    return lesson !== undefined && (await this._lessons.openOwn(lesson));
  }

  /** Shows the client of a moment and, where there is room for one pane, the pane in which it is to be seen. */
  private _look({ client, light }: Moment): void {
    if (client !== undefined) this._clients.look(client);
    this._turnTo({ light });
  }

  /** Where there is room for one pane: shows the one in which a moment is to be seen. */
  private _turnTo({ light }: Pick<Moment, 'light'>): void {
    if (light.tab !== undefined) this._tabs?.show(PANES.server);
    else if (light.bytes !== undefined || light.lanes !== undefined) this._tabs?.show(PANES.buffers);
  }

  /** The reader's turn: shows the terminals, also where there is room for one pane. */
  private _toTerminal(): void {
    this._tabs?.show(PANES.clients);
    this._focusTerminal();
  }

  /** On a touch screen the focus would bring up the keyboard. */
  private _focusTerminal(): void {
    if (!matchMedia('(pointer: coarse)').matches) this._clients.focus();
  }

  private _listen(): void {
    const { face, session } = this;
    const { scope } = face;
    const { notice, opening } = this._sharing;
    session.on('reset', () => notice.outdate(), scope);
    session.on('history', () => opening.replayed(), scope);
    session.on('exported', ({ shared, source }) => void this._sharing.share(shared, source), scope);
    session.on('refused', (notice) => this._sharing.refused(noticeText(face.texts, notice)), scope);
    session.on('rejected', (told) => this._tell(typeof told === 'string' ? told : noticeText(face.texts, told)), scope);
    session.on('changed', () => outgrowAddress(), scope);
    session.on('note', (told) => notice.say(noticeText(face.texts, told), 'good'), scope);
    session.on('bytesUnfindable', () => this._tell(face.texts.say('buffers.link.failed')), scope);
  }

  private _place(): void {
    const { face, session } = this;
    const quarters = this._quarters;
    const timePane = new TimePane(face.child(), session, () => this._front.toggle('steps'));
    const panes = [
      this._clients,
      new BuffersPane(face.child(), session),
      new ServerPane(face.child(), session),
      timePane,
    ];
    const walking = new Walking(face.child(), session, timePane.time);
    walking.doors = () => this._front.doors;
    this._timePane = timePane;
    quarters.className = 'quarters';
    quarters.append(...panes.map(({ element }) => element));
    const banner = new StatusBanner(face.child(), session, {
      restart: () => this._bootAndFocus({}),
      edit: () => this._toggleEditor(),
      servePreset: () => this._bootAndFocus({ app: session.state.options.app, source: undefined }),
    });
    const tabs = (this._tabs = new PhoneTabs(face.child(), session, quarters, panes));
    face.root.replaceChildren(
      (this._bar = this._makeBar()).element,
      walking.element,
      banner.element,
      this._sharing.notice.element,
      this._lessons.element,
      quarters,
      tabs.element,
      face.voice,
    );
    this._fold();
    // Right after the first paint.
    face.scope.frame(() => {
      face.scope.timeout(() => void this._loadWalk(walking), 0);
    });
    // The editor and the comparison lie over the panes.
    session.select(
      ({ isEditing }) => isEditing,
      (isEditing) => quarters.classList.toggle('is-editing', isEditing && this._editor !== undefined),
      face.scope,
    );
    session.select(
      ({ compared }) => compared,
      (compared) => quarters.classList.toggle('is-comparing', compared !== undefined && this._comparison !== undefined),
      face.scope,
    );
    session.select(
      ({ shown }) => shown?.step ?? 0,
      (step) => {
        quarters.dataset['step'] = String(step);
      },
      face.scope,
    );
    session.select(
      ({ ready }) => ready,
      (ready) => {
        quarters.dataset['ready'] = String(ready);
      },
      face.scope,
    );
  }

  private async _loadWalk(walking: Walking): Promise<void> {
    if (!(await walking.load())) return this._tell(this.face.texts.say('walk.failed'));
    const { walk } = walking;
    if (walk === undefined) return;
    this._front.follow(walk);
    let last: Moment | undefined;
    walk.events.on(
      'changed',
      () => {
        const { moment, isPlaying, isWalking } = walk.state;
        if (moment === last || !(isPlaying || isWalking)) return;
        last = moment;
        if (moment !== undefined && matchMedia(ONE_PANE).matches) this._turnTo(moment);
      },
      this.face.scope,
    );
  }

  /** Shows what is open, and hides what is folded away. */
  private _fold(): void {
    const isFolded = !this._front.isOpen('steps');
    this._quarters.classList.toggle('is-folded', isFolded);
    if (this._timePane !== undefined) this._timePane.isFolded = isFolded;
    this._bar?.draw();
  }

  private _makeBar(): TopBar {
    const { face, session } = this;
    return new TopBar(face.child(), session, {
      isLabOpen: () => this._front.isOpen('lab'),
      lab: () => this._front.toggle('lab'),
      watch: () => this._front.watch(),
      typeOwn: () => this._front.typeOwn(),
      boot: (change) => this._bootAnother(change),
      theme: (theme) => {
        face.theme = theme;
        keepTheme(theme);
      },
      language: () => {
        const next = face.texts.language === 'en' ? 'zh' : 'en';
        keepLanguage(next);
        void this._speak(next);
      },
      edit: () => this._toggleEditor(),
      compare: () => this._toggleComparison(),
      share: () => {
        this._sharing.prepare();
        session.share();
      },
      lessons: () => this.openLessons(),
      keys: () => this._keys.help(),
    });
  }

  /** The reader wants another machine. */
  private _bootAnother(change: Parameters<Session['boot']>[0]): void {
    outgrowAddress();
    this._sharing.opening.end();
    this.session.boot(change);
  }

  /** The button that was pressed goes: the terminal gets the focus. */
  private _bootAndFocus(change: Parameters<Session['boot']>[0]): void {
    this._bootAnother(change);
    this._focusTerminal();
  }

  /** Texts that do not come leave the page in the language that it has. */
  private async _speak(language: Language): Promise<void> {
    try {
      await this.face.speak(language);
    } catch {
      this._tell(this.face.texts.say('page.language.failed'));
    }
  }

  private _tell(message: string): void {
    this._sharing.notice.say(message, 'bad');
  }

  private _toggleEditor(): void {
    const { store } = this.session;
    const isEditing = !store.state.isEditing;
    store.set({ isEditing });
    if (!isEditing || this._editor !== undefined) return;
    void loadEditor().then(
      ({ EditorPane }) => {
        if (this._editor !== undefined || this.face.scope.hasEnded) return;
        this._editor = new EditorPane(this.face.child(), this.session);
        this._quarters.append(this._editor.element);
        this._quarters.classList.toggle('is-editing', store.state.isEditing);
        if (!matchMedia('(pointer: coarse)').matches) this._editor.focus();
      },
      () => {
        store.set({ isEditing: false });
        this._tell(this.face.texts.say('page.editor.missing'));
      },
    );
  }

  private _toggleComparison(): void {
    const { session } = this;
    const { compared, options } = session.state;
    session.compare(compared === undefined ? otherThan(options.server) : undefined);
    // There is room for one of them.
    if (compared === undefined && matchMedia(ONE_PANE).matches) session.store.set({ isEditing: false });
    if (compared !== undefined) return;
    if (this._comparison !== undefined) return this._comparison.focus();
    void loadComparison().then(
      ({ ComparePane }) => {
        if (this._comparison !== undefined || this.face.scope.hasEnded) return;
        this._comparison = new ComparePane(this.face.child(), session);
        this._quarters.append(this._comparison.element);
        this._quarters.classList.toggle('is-comparing', session.state.compared !== undefined);
        this._comparison.focus();
      },
      () => {
        session.compare(undefined);
        this._tell(this.face.texts.say('page.comparison.missing'));
      },
    );
  }
}
