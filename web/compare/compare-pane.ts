/** Placeholder until the view is there. */
export class ComparePane {
  readonly element = document.createElement('section');
  constructor(_port: unknown) {
    this.element.className = 'pane compare';
  }
  update(_state: unknown): void {
    this.element.hidden = false;
  }
}
