/** Why a sandbox has ended, as codes with values; a face of the machine turns them into text. */

type NoValues = Readonly<Record<string, never>>;

export interface SandboxNoticeValues {
  /** The frame did not load: a policy of the page's host may forbid it. */
  readonly sandboxNotStarted: NoValues;
  /** The policy of the page does not allow what the frame needs. */
  readonly sandboxForbidden: { readonly directive: string };
  /** The frame has loaded something a second time. */
  readonly sandboxNavigated: NoValues;
  /** The program of the worker could not be fetched. */
  readonly workerNotLoaded: NoValues;
  /** The worker could not start, or ended with an error of its own. */
  readonly workerFailed: { readonly message: string };
  /** The browser could not unpack a message of the worker. */
  readonly messageUnreadable: NoValues;
  /** The worker has sent something that the protocol does not know. */
  readonly messageInvalid: { readonly problem: string };
  /** The worker has sent more than `limit` messages in one second. */
  readonly tooManyMessages: { readonly limit: number };
}

export type SandboxNotice = {
  [C in keyof SandboxNoticeValues]: { readonly code: C; readonly values: SandboxNoticeValues[C] };
}[keyof SandboxNoticeValues];
