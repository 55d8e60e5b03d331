/**
 * The branches of the machine as a small tree: the reader can go to each and name it. Loaded when there is more than
 * one.
 */
import css from './branches.css?inline';
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import type { BranchInfo } from '../../../src/host/protocol.ts';
import type { Session } from '../../session/session.ts';

export class BranchStrip {
  readonly element = document.createElement('div');
  private readonly _face: Face;
  private readonly _session: Session;
  private _branches: readonly BranchInfo[] = [];
  private _renaming: number | undefined;

  constructor(face: Face, session: Session) {
    face.adopt(css);
    this._face = face;
    this._session = session;
    this.element.className = 'branches';
    session.select(
      ({ branches }) => branches,
      (branches) => {
        this._branches = branches;
        this._draw();
      },
      face.scope,
    );
    face.onTexts(() => this._draw());
  }

  private _draw(): void {
    this.element.hidden = this._branches.length < 2;
    const root = this._branches.find(({ parent }) => parent === undefined);
    render(
      root === undefined
        ? nothing
        : html`<ul aria-label=${this._face.texts.say('steps.branches')}>
            ${this._item(root)}
          </ul>`,
      this.element,
    );
  }

  private _item(branch: BranchInfo): unknown {
    const { id, name, step, isCurrent, parent } = branch;
    const children = this._branches.filter((child) => child.parent === id);
    return html`<li>
      ${
        this._renaming === id
          ? this._field(branch)
          : html`<button
              class="branch"
              aria-current=${isCurrent ? 'true' : nothing}
              title=${this._titleOf(branch)}
              @click=${() => this._session.goToBranch(id)}
              @dblclick=${() => this._rename(id)}
              @keydown=${(event: KeyboardEvent) => event.key === 'F2' && this._rename(id)}
            >
              ${icon('branch')}${name}${
                parent === undefined ? nothing : html`<span class="faint">@${this._face.texts.number(step)}</span>`
              }
            </button>`
      }
      ${
        children.length === 0
          ? nothing
          : html`<ul>
              ${children.map((child) => this._item(child))}
            </ul>`
      }
    </li>`;
  }

  private _titleOf({ name, step, isCurrent, parent }: BranchInfo): string {
    const { texts } = this._face;
    const key = isCurrent ? 'steps.branches.current' : 'steps.branches.other';
    return parent === undefined ? texts.say(`${key}.first`, { name }) : texts.say(key, { name, step });
  }

  private _field({ id, name }: BranchInfo): unknown {
    const done = (event: Event, isKept: boolean): void => {
      if (this._renaming !== id) return;
      this._renaming = undefined;
      const typed = (event.target as HTMLInputElement).value;
      if (isKept) this._session.link.request({ type: 'nameBranch', id, name: typed });
      this._draw();
      this.element.querySelector<HTMLElement>('[aria-current]')?.focus();
    };
    return html`<input
      class="branch"
      aria-label=${this._face.texts.say('steps.branches.name')}
      maxlength="40"
      .value=${name}
      @blur=${(event: Event) => done(event, true)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Enter' || event.key === 'Escape') done(event, event.key === 'Enter');
      }}
    />`;
  }

  private _rename(id: number): void {
    this._renaming = id;
    this._draw();
    this.element.querySelector('input')?.select();
  }
}
