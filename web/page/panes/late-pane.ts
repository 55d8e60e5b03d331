/** A pane that is loaded when it is first wanted. From then on it stands beside the others. */
import type { Face } from '../../kit/face.ts';
import { PanePlace } from './pane-place.ts';
import type { PaneName } from './pane-place.ts';

export interface LatePanePort<P> {
  /** Loads what makes the pane, of the face that it is given. */
  load(): Promise<(face: Face) => P>;
  /** The pane has come; undefined where it has failed and says so in its place. */
  arrived(element: HTMLElement, pane: P | undefined): void;
  /** It cannot be loaded. The next `want` tries again. */
  missing(): void;
}

export class LatePane<P extends { readonly element: HTMLElement }> {
  private readonly _face: Face;
  private readonly _name: PaneName;
  private readonly _port: LatePanePort<P>;
  private _place: PanePlace<P> | undefined;

  constructor(face: Face, name: PaneName, port: LatePanePort<P>) {
    this._face = face;
    this._name = name;
    this._port = port;
  }

  get isThere(): boolean {
    return this._place !== undefined;
  }

  /** Undefined until it is there, and while it has failed. */
  get pane(): P | undefined {
    return this._place?.pane;
  }

  /** Loads it, unless it is there. */
  want(): void {
    if (this.isThere) return;
    void this._port.load().then(
      (make) => {
        if (this.isThere || this._face.scope.hasEnded) return;
        this._place = new PanePlace(this._face, this._name, make);
        this._port.arrived(this._place.element, this._place.pane);
      },
      () => this._port.missing(),
    );
  }
}
