/**
 * What tests of one worker share without a fixture of the worker's. Playwright ends a worker, and its browser, when the
 * next test has other fixtures of that kind: it would start again for each of the files that have some.
 */

/** Makes a value when it is first asked for, and keeps it for as long as the worker lives. */
export function once<Given, Made>(make: (given: Given) => Promise<Made>): (given: Given) => Promise<Made> {
  let made: Promise<Made> | undefined;
  return (given) => (made ??= make(given));
}
