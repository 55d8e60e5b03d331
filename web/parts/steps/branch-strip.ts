/** The futures of the machine as a small tree: each can be gone to and named. It comes when there is more than one. */
import css from './branches.css?inline';
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import type { BranchInfo } from '../../../src/host/protocol.ts';

export interface BranchPort {
  goToBranch(id: number): void;
  nameBranch(id: number, name: string): void;
}

export class BranchStrip {
  readonly element = document.createElement('div');
  private readonly _port: BranchPort;
  private _branches: readonly BranchInfo[] = [];
  private _renaming: number | undefined;

  constructor(face: Face, port: BranchPort) {
    face.adopt(css);
    this._port = port;
    this.element.className = 'branches';
    this.element.hidden = true;
  }

  update(branches: readonly BranchInfo[]): void {
    if (branches === this._branches) return;
    this._branches = branches;
    this._render();
  }

  private _render(): void {
    this.element.hidden = this._branches.length < 2;
    const root = this._branches.find(({ parent }) => parent === undefined);
    render(
      root === undefined
        ? nothing
        : html`<ul aria-label="Branches">
            ${this._item(root)}
          </ul>`,
      this.element,
    );
  }

  private _item(branch: BranchInfo): unknown {
    const { id, name, step, isCurrent, parent } = branch;
    const children = this._branches.filter((child) => child.parent === id);
    const where = parent === undefined ? 'the first future' : `left at step ${step.toLocaleString('en')}`;
    return html`<li>
      ${
        this._renaming === id
          ? this._field(branch)
          : html`<button
              class="branch"
              aria-current=${isCurrent ? 'true' : nothing}
              title="${name}: ${where}. ${isCurrent ? 'Double-click or F2 to rename' : 'Click to go there'}"
              @click=${() => this._port.goToBranch(id)}
              @dblclick=${() => this._rename(id)}
              @keydown=${(event: KeyboardEvent) => event.key === 'F2' && this._rename(id)}
            >
              ${icon('branch')}${name}${parent === undefined ? nothing : html`<span class="faint">@${step.toLocaleString('en')}</span>`}
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

  private _field({ id, name }: BranchInfo): unknown {
    const done = (event: Event, isKept: boolean): void => {
      if (this._renaming !== id) return;
      this._renaming = undefined;
      if (isKept) this._port.nameBranch(id, (event.target as HTMLInputElement).value);
      this._render();
      this.element.querySelector<HTMLElement>('[aria-current]')?.focus();
    };
    return html`<input
      class="branch"
      aria-label="Name of the branch"
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
    this._render();
    this.element.querySelector('input')?.select();
  }
}
