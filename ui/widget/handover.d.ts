/**
 * The types of `window.Handover`, the JavaScript API of the visitor widget (docs/widget.md).
 *
 * Calls may be made as soon as the script has run; what needs the chat waits until the chat is loaded, in the order of the calls.
 */

/** What a button needs to know. */
export interface Status {
  /** Somebody takes such chats. */
  online: boolean;
  /** A chat is to be had. */
  available: boolean;
  /** Seconds; 0: at once, -1: nobody is online, -2: unknown. */
  estimatedWait: number;
  preSurvey: boolean;
  offlineForm: boolean;
  exitSurvey: boolean;
  /** Whether the visitor may write while the chat waits. */
  earlyLines: boolean;
}

/** Who the visitor is, as far as the page knows. Everything may be missing; what is given replaces what was given before. */
export interface IdentifyDetails {
  /** The name that agents see, 1 to 256 characters. */
  name?: string;
  /** Stands in the mail fields of forms and of the transcript; sent only when the visitor sends the form. */
  email?: string;
  /** The visitor's number from an earlier chat, if the page keeps it itself. */
  visitorId?: number;
  /** What agents see beside the chat: the cart, the customer number. */
  variables?: Record<string, string | number | boolean>;
}

/** How a chat begins. */
export interface StartOptions {
  /** The name of the skill, in the place of `data-skill`. */
  skill?: string;
  /** The first line of the visitor. It is sent as soon as the visitor may write. */
  message?: string;
  /** Answers to the pre-chat survey by the number of the question. If they are complete, the survey is not shown. */
  answers?: Record<string, string | string[]>;
}

export interface HandoverEvents {
  /** The answer to the question whether anyone is there, when it changes. */
  status: Status;
  open: undefined;
  close: undefined;
  /** The state of the chat. `chat` is its key. */
  state: { state: 'none' | 'starting' | 'waiting' | 'chatting' | 'ended'; chat: string | null; agent: string | null };
  /** A line was shown for the first time in this page. */
  message: { from: 'visitor' | 'agent' | 'system'; by: string; text: string };
  /** The number of lines of agents that the visitor has not seen. */
  unread: { count: number };
}

export interface HandoverApi {
  /** Shows the chat. Resolves when it is shown. */
  open(): Promise<void>;
  /** Hides the chat; a conversation goes on. */
  close(): Promise<void>;
  /** Shows the chat and starts a conversation, unless one is going on. Without anyone to talk to, the offline form is shown. */
  start(options?: StartOptions): Promise<void>;
  /** Says who the visitor is. */
  identify(details: IdentifyDetails): Promise<void>;
  /** Calls the handler at each event, and at once for `status` if it is known. The answer ends that. */
  on<E extends keyof HandoverEvents>(event: E, handler: (detail: HandoverEvents[E]) => void): () => void;
}

declare global {
  interface Window {
    /** The visitor widget; there as soon as its script has run. */
    Handover?: HandoverApi;
  }
}
