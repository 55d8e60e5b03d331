/** Results of vitest and Playwright: how many tests passed, and which failed with which message. */

export interface Report {
  readonly passed: number;
  readonly failed: number;
  /** Of each failed test its name and its message. */
  readonly failures: readonly string[];
}

/** The part of vitest's JSON that is read. A file that does not load has a message, and no tests. */
interface VitestJson {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly {
    readonly ok: boolean;
    readonly title: string;
    readonly file: string;
    readonly tests: readonly {
      readonly status: string;
      readonly results: readonly { readonly errors: readonly { readonly message?: string }[] }[];
    }[];
  }[];
}

interface PlaywrightJson {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
  readonly suites: readonly PlaywrightSuite[];
  /** What went wrong outside tests. */
  readonly errors: readonly { readonly message?: string }[];
}

/**
 * Lines of a message that are shown: it is followed by a stack, and the whole of it stands further up in the output.
 */
const MESSAGE_LINES = 12;

export function readVitest(json: unknown): Report {
  const { numPassedTests: passed, numFailedTests: failed, testResults } = json as VitestJson;
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed');
    if (status === 'failed' && tests.length === 0) return [failure(name, [message])];
    return tests.map(({ fullName, failureMessages }) => failure(`${name}: ${fullName}`, failureMessages));
  });
  return { passed, failed, failures };
}

/** A flaky test is a failed test. */
export function readPlaywright(json: unknown): Report {
  const { stats, suites, errors } = json as PlaywrightJson;
  const outside = errors.map(({ message = '' }) => failure('outside the tests', [message]));
  const failures = [...outside, ...suites.flatMap(failuresOf)];
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, failures };
}

function failuresOf({ suites = [], specs }: PlaywrightSuite): string[] {
  const own = specs.flatMap(({ ok, title, file, tests }) => {
    const isFlaky = tests.some(({ status }) => status === 'flaky');
    if (ok && !isFlaky) return [];
    const messages = tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors));
    return [
      failure(
        `${file}: ${title}`,
        messages.map(({ message = '' }) => message),
      ),
    ];
  });
  return [...own, ...suites.flatMap(failuresOf)];
}

function failure(name: string, messages: readonly string[]): string {
  const lines = messages.join('\n').split('\n').slice(0, MESSAGE_LINES);
  return [name, ...lines.map((line) => `    ${line}`)].join('\n');
}
