/**
 * The workbench: every part of a machine's face at once, with a bar at the top. It fills one element, and can be thrown
 * away.
 */
import { Keys } from './keys.ts';
import { PageLessons, lessonInAddress } from './lessons.ts';
import baseCss from '../kit/base.css?inline';
import forcedCss from '../kit/forced-colours.css?inline';
import tokensCss from '../kit/tokens.css?inline';
import { Face, languageNear } from '../kit/face.ts';
import { languageOf } from '../texts/texts.ts';
import type { TextKey } from '../texts/sentences.ts';
import { addWorkbenchTexts } from '../texts/workbench.ts';
import type { Language } from '../texts/texts.ts';
import type { Release, Scope } from '../kit/scope.ts';
import type { Moment } from '../../src/explain/moments/moment.ts';
import { PanesBeside } from './panes/beside.ts';
import { BuffersPane } from '../parts/buffers/index.ts';
import { PhoneTabs } from './phone-tabs.ts';
import { PanePlace } from './panes/pane-place.ts';
import { sayState } from './panes/say-state.ts';
import { ClientsPane } from './panes/clients-pane.ts';
import { ServerPane } from './panes/server-pane.ts';
import { StatusBanner } from './status-banner.ts';
import { TimePane } from './panes/time-pane.ts';
import { Arrangement } from './panes/arrangement.ts';
import { loadPaneTools } from './panes/late.ts';
import { Walking } from './walking.ts';
import { TopBar } from './top-bar.ts';
import { announceMoments, announceNews } from './hearing.ts';
import { tellMissingWords } from './late-words.ts';
import { Drafts } from '../session/drafts.ts';
import type { Connect } from '../sandbox/link.ts';
import { GrowingLink } from '../sandbox/growing-link.ts';
import { MachineLink } from '../sandbox/machine-link.ts';
import type { SandboxHost } from '../sandbox/sandbox-host.ts';
import { TimeModel } from '../session/time/time-model.ts';
import { noticeText } from '../session/notices.ts';
import { Session, isLive } from '../session/session.ts';
import { isLink, outgrowAddress } from './share/address.ts';
import { Front } from './front.ts';
import { PageOrigins } from './origins.ts';
import { isFramed } from './share/framed.ts';
import { Sharing } from './share/sharing.ts';
import type { ViewParts } from './viewing.ts';
import type { LinkView } from '../session/link-view.ts';
import panesCss from './panes.css?inline';
import type { OwnOptions } from './own-options.ts';
import { keepLanguage, keepTextScale, keepTheme, readLanguage, readTextScale, readTheme } from './preferences.ts';

/** The places of panes on a phone. */
const PANES = { clients: 0, buffers: 1, server: 2 } as const;

export class Workbench {
  readonly face: Face;
  readonly session: Session;
  private readonly _clients: ClientsPane;
  private readonly _sharing: Sharing;
  private readonly _lessons: PageLessons;
  /** The link to a machine in the sandbox that was given. */
  link: GrowingLink | undefined;
  private readonly _quarters = document.createElement('div');
  private readonly _arrangement: Arrangement;
  private readonly _keys: Keys;
  private readonly _own: OwnOptions;
  /** The document is nothing else, and in no other page. */
  private readonly _isWhole: boolean;
  /** Nothing but the first app can be wanted: its machine need not wait for the panes. */
  private readonly _bootsAtOnce: boolean;
  private _tabs: PhoneTabs | undefined;
  private readonly _front: Front;
  private readonly _origins: PageOrigins;
  private _timePane: PanePlace<TimePane> | undefined;
  private _parts: ViewParts | undefined;
  /** What is to be looked at once the machine of a link has replayed. */
  private _view: LinkView | undefined;
  private _bar: TopBar | undefined;
  /** What makes the panes, one after the other. */
  private _drawing: readonly (() => void)[] = [];
  /** Puts everything on the page. */
  private _appear: () => void = () => undefined;
  private readonly _beside: PanesBeside;
  private _hideMissing: Release = () => undefined;

  /**
   * @param own given for a document that is nothing else: the options that stand in it.
   * @param sandbox where the machine is to be, if a worker is on its way there.
   */
  constructor(host: HTMLElement, scope: Scope, own?: OwnOptions, sandbox?: SandboxHost) {
    const isWhole = own !== undefined;
    addWorkbenchTexts();
    this._own = own ?? {};
    const face = (this.face = Face.in(host, scope, isWhole));
    face.adopt(tokensCss, baseCss, panesCss, forcedCss);
    face.onMissing = (missing, again) => this._tellMissing(missing, again);
    this._arrangement = new Arrangement(face.child(), this._quarters);
    face.theme = own?.theme ?? readTheme();
    face.textScale = readTextScale();
    void this._speak(
      own?.language ?? readLanguage() ?? (isWhole ? languageOf(navigator.languages) : languageNear(host)),
    );
    const connect: Connect = (events) => new MachineLink(events, scope);
    const session = (this.session = new Session({
      scope,
      drafts: new Drafts(() => localStorage),
      connect: sandbox === undefined ? connect : (events) => (this.link = new GrowingLink(events, scope, sandbox)),
      takesFailure: (notice) => this._sharing.opening.failed(noticeText(face.texts, notice)),
    }));
    this._sharing = new Sharing(face.child(), {
      boot: () => session.boot(),
      open: (change, opened) => {
        this._view = opened.view;
        this._sharing.opening.begin(change.source !== undefined);
        session.open(change, opened);
      },
    });
    this._keys = new Keys(face.child(), session, () => this._arrangement.reset());
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
    this._isWhole = isWhole && !isFramed();
    const hasLink = isLink(location.hash) || lessonInAddress() !== undefined || own?.lesson !== undefined;
    const arrival = { isWhole: this._isWhole, hasLink };
    this._bootsAtOnce = !hasLink && own?.fault === undefined;
    this._front = new Front(face.child(), session, arrival, {
      clients: this._clients,
      port: {
        boot: (change) => this._bootAnother(change),
        edit: () => {
          if (!session.state.isEditing) this._beside.toggleEditor();
        },
        focus: () => this._toTerminal(),
        folded: () => this._fold(),
      },
    });
    this._origins = new PageOrigins(face.child(), session, this._quarters, (over) => this._arrangement.reveal(over));
    this._beside = new PanesBeside(face, session, this._arrangement, {
      arrange: () => this._arrange(),
      tell: (message) => this._tell(message),
    });
    this._place();
    announceNews(face.child(), session);
    tellMissingWords(face.child(), session);
    this._listen();
  }

  /**
   * Opens the machine, then each pane in a turn of its own: in one piece they would keep the reader waiting. What is
   * seen can be typed into: the terminal opens in the turn in which everything appears.
   */
  start(): void {
    if (this._bootsAtOnce) this.session.boot();
    const turns = [...this._drawing, () => this._open()];
    const take = (): void => {
      turns.shift()?.();
      if (turns.length > 0) this.face.scope.timeout(take, 0);
    };
    take();
  }

  private _open(): void {
    this._appear();
    this._clients.open();
    this._front.prepare();
    void this._openAddress().then((isOpen) => {
      if (this.face.scope.hasEnded) return;
      if (!isOpen && !this._bootsAtOnce) this.session.boot();
      if (this._parts !== undefined && this._isWhole) this._sharing.stay(this._parts, !isOpen);
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
    if (light.tab !== undefined) this._show('server');
    else if (light.bytes !== undefined || light.lanes !== undefined) this._show('buffers');
  }

  /** The reader's turn: shows the terminals, also where there is room for one pane. */
  private _toTerminal(): void {
    this._origins.close();
    this._show('clients');
    this._focusTerminal();
  }

  /** Shows a pane, whatever the others are doing. */
  private _show(pane: keyof typeof PANES): void {
    this._tabs?.show(PANES[pane]);
    this._arrangement.reveal(pane);
  }

  /** On a touch screen the focus would bring up the keyboard. */
  private _focusTerminal(): void {
    if (!matchMedia('(pointer: coarse)').matches) this._clients.focus();
  }

  private _listen(): void {
    const { face, session } = this;
    const { scope } = face;
    const { notice } = this._sharing;
    session.on('reset', () => notice.outdate(), scope);
    session.on('history', () => this._replayed(), scope);
    session.on('exported', ({ shared, source }) => void this._sharing.share(shared, source, this._parts), scope);
    session.on('refused', (notice) => this._sharing.refused(noticeText(face.texts, notice)), scope);
    session.on('rejected', (told) => this._tell(typeof told === 'string' ? told : noticeText(face.texts, told)), scope);
    session.on('changed', () => outgrowAddress(), scope);
    session.on('note', (told) => notice.say(noticeText(face.texts, told), 'good'), scope);
    session.on('bytesUnfindable', () => this._tell(face.texts.say('buffers.link.failed')), scope);
  }

  private _place(): void {
    const { face, session } = this;
    const quarters = this._quarters;
    // All parts of it are drawn in one turn.
    const mayWait = (): boolean => isLive(session.state);
    const time = new TimeModel(session, face.scope, (tell) => face.paced(tell, mayWait));
    const timePane = new PanePlace(face, 'time', (own) => new TimePane(own, time, () => this._front.toggle('steps')), {
      renewed: () => this._fold(),
      waits: true,
    });
    const server = new PanePlace(face, 'server', (own) => new ServerPane(own, session), { waits: true });
    const buffers = new PanePlace(face, 'buffers', (own) => new BuffersPane(own, session), { waits: true });
    this._drawing = [buffers, server, timePane].map((place) => () => place.draw());
    const panes = [this._clients, buffers, server, timePane];
    const walking = new Walking(face.child(), session, time, (client) => this._clients.look(client));
    walking.doors = () => this._front.doors;
    walking.hangs = () => this._front.hangs;
    this._timePane = timePane;
    quarters.className = 'quarters';
    quarters.append(...panes.map(({ element }) => element));
    const banner = new StatusBanner(face.child(), session, {
      restart: () => this._bootAndFocus({}),
      edit: () => this._beside.toggleEditor(),
      servePreset: () => this._bootAndFocus({ app: session.state.options.app, source: undefined }),
    });
    const tabs = (this._tabs = new PhoneTabs(face.child(), session, quarters));
    this._parts = {
      ...{ session, time, server, clients: this._clients, tabs },
      compare: (server) => this._beside.compare(server),
      edit: () => this._beside.toggleEditor(),
    };
    const bar = (this._bar = this._makeBar());
    this._appear = () => {
      tabs.name();
      face.root.replaceChildren(
        bar.element,
        walking.element,
        banner.element,
        this._sharing.notice.element,
        this._sharing.words,
        this._lessons.element,
        quarters,
        tabs.element,
        face.voice,
      );
      this._fold();
      face.scope.frame(() => {
        bar.placed();
        // Right after the first paint.
        face.scope.timeout(() => {
          face.late(
            'walk.failed',
            () => walking.load(),
            () => this._followWalk(walking),
          );
          const openSteps = (): void => this._front.toggle('steps');
          face.late('panes.missing', loadPaneTools, ({ addPaneTools }) =>
            addPaneTools(face.child(), this._arrangement, openSteps),
          );
        }, 0);
      });
    };
    session.select(
      ({ isEditing, compared }) => [isEditing, compared],
      () => this._arrange(),
      face.scope,
    );
    sayState(quarters, session, face.scope);
  }

  private _followWalk({ walk }: Walking): void {
    if (walk === undefined) return;
    this._front.follow(walk);
    announceMoments(this.face.child(), walk, this.session.moments.causes);
    // Back to the answer, and to what is offered next.
    walk.events.on('ended', () => !this._arrangement.isDesk && this._tabs?.show(0), this.face.scope);
    let last: Moment | undefined;
    walk.events.on(
      'changed',
      () => {
        const { moment, isPlaying, isWalking } = walk.state;
        if (moment === last || !(isPlaying || isWalking)) return;
        last = moment;
        if (moment !== undefined && !this._arrangement.isDesk) this._turnTo(moment);
      },
      this.face.scope,
    );
  }

  /** Shows what is open, and hides what is folded away. */
  private _fold(): void {
    const timePane = this._timePane?.pane;
    if (timePane !== undefined) timePane.isFolded = !this._front.isOpen('steps');
    this._arrange();
    this._bar?.draw();
  }

  /** Lays out the panes. The editor lies over one of them, the comparison over two. */
  private _arrange(): void {
    const { isEditing, isComparing } = this._beside;
    const { classList } = this._quarters;
    classList.toggle('is-editing', isEditing);
    classList.toggle('is-comparing', isComparing);
    this._arrangement.layout = isComparing ? 'compare' : this._front.isOpen('steps') ? 'quarters' : 'strip';
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
      textScale: (scale) => {
        face.textScale = scale;
        keepTextScale(scale);
      },
      language: () => {
        const next = face.texts.language === 'en' ? 'zh' : 'en';
        keepLanguage(next);
        void this._speak(next);
      },
      edit: () => this._beside.toggleEditor(),
      compare: () => this._beside.toggleComparison(),
      share: () => {
        this._sharing.prepare();
        session.share();
      },
      lessons: () => this.openLessons(),
      keys: () => this._keys.help(),
    });
  }

  /** The machine of a link, or of a branch, has its past. */
  private _replayed(): void {
    this._sharing.opening.replayed();
    const view = this._view;
    this._view = undefined;
    if (view !== undefined && this._parts !== undefined) void this._sharing.restoreView(view, this._parts);
  }

  /** The reader wants another machine. */
  private _bootAnother(change: Parameters<Session['boot']>[0]): void {
    outgrowAddress();
    this._sharing.left();
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

  /** Names the parts that cannot be loaded, and offers to try again. */
  private _tellMissing(missing: readonly TextKey[], again: () => void): void {
    const { texts } = this.face;
    this._hideMissing();
    const text = missing.map((name) => texts.sayAny(name, {})).join(' ');
    this._hideMissing = text === '' ? () => undefined : this._sharing.notice.say(text, 'bad', { again });
  }
}
