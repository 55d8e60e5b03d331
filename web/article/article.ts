/**
 * What the article does beside what its elements do: names in the text become buttons that move the server of their
 * section, and the link to the other language leads to the same section. Without it the text is complete.
 */

/** The element beside a text, as far as it is used. `glaswerk.js` defines it. */
interface Server extends HTMLElement {
  seek(to: string): Promise<number>;
}

const server = (section: Element): Server | null => section.querySelector<Server>('glas-werk');

/** The servers that have been sent somewhere: one that opens by itself does not undo what the reader chose. */
const sent = new WeakMap<Element, Promise<number | undefined>>();

/** Resolves to the step where the server stands then, or to nothing when it did not get there. */
function send(element: Server, at: string): Promise<number | undefined> {
  // What goes wrong is shown at the element.
  const arrived = (sent.get(element) ?? Promise.resolve()).then(() => element.seek(at)).catch(() => undefined);
  sent.set(element, arrived);
  return arrived;
}

/** The name at which the server of a section was put last, and the step where it stands since. */
const chosen = new WeakMap<Element, { readonly button: HTMLElement; readonly step: number }>();

function choose(section: Element, button: HTMLElement, step: number): void {
  forget(section);
  button.setAttribute('aria-current', 'true');
  chosen.set(section, { button, step });
}

function forget(section: Element): void {
  chosen.get(section)?.button.removeAttribute('aria-current');
  chosen.delete(section);
}

async function seek(section: Element, button: HTMLElement, at: string): Promise<void> {
  const element = server(section);
  if (element === null) return;
  const step = await send(element, at);
  if (step !== undefined) choose(section, button, step);
  // Only as far as needed: beside the text it is in sight already.
  const { top, bottom } = element.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight)
    element.scrollIntoView({ block: bottom - top < innerHeight ? 'nearest' : 'start' });
}

for (const name of document.querySelectorAll<HTMLElement>('[data-at]')) {
  const section = name.closest('section, .front');
  const { at } = name.dataset;
  if (section === null || at === undefined || server(section) === null) continue;
  const button = document.createElement('button');
  button.type = 'button';
  button.append(...name.childNodes);
  name.append(button);
  button.addEventListener('click', () => void seek(section, button, at));
}

document.addEventListener('glaswerk:step', (event) => {
  const { target, detail } = event as CustomEvent<{ readonly step: number }>;
  const section = target instanceof Element ? target.closest('section, .front') : null;
  // The reader has gone elsewhere. A log that grows is told as well, and moves nothing.
  if (section !== null && detail.step !== chosen.get(section)?.step) forget(section);
});

/** Beside the text there is room: a server opens there as soon as its section is read. */
const hasRoom = matchMedia('(min-width: 68rem)');
const isCareful = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

const reading = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting || !hasRoom.matches || isCareful) continue;
      reading.unobserve(target);
      const element = target as Server;
      if (!sent.has(element)) void send(element, element.getAttribute('at') ?? '1');
    }
  },
  { rootMargin: '0px 0px -35% 0px' },
);
for (const element of document.querySelectorAll('glas-werk')) reading.observe(element);

const language = document.querySelector<HTMLAnchorElement>('[data-language]');
const follow = (): void => {
  if (language !== null) language.hash = location.hash;
};
addEventListener('hashchange', follow);
follow();
