/** The types of the widget's modules. Nothing here is served to a browser. */
import type { HandoverEvents, IdentifyDetails, StartOptions, Status } from './handover';

export type Icon = (path: string) => SVGElement;

/** What the tag gives the chat: the place to stand in, and what is known. */
export interface Shell {
  /** The address of the server, `account/…/chat`, and the query with the application key. */
  base: string;
  path: string;
  query: string;
  data: DOMStringMap;
  /** The words of the language; of English those of the button. */
  words: Labels;
  locale: string;
  /** How the names begin under which the browser keeps things. */
  space: string;
  root: ShadowRoot;
  frame: HTMLElement;
  button: HTMLElement;
  icon: Icon;
  emit: <E extends keyof HandoverEvents>(event: E, detail: HandoverEvents[E]) => void;
  status: Status | null;
  opened: boolean;
  active: boolean;
  unread: number;
  heard: () => void;
  draw: () => void;
  ask: () => Promise<void>;
  style: (css: string) => void;
}

/** What the chat gives the tag. */
export interface Chat {
  open(): Promise<void>;
  close(): Promise<void>;
  start(options?: StartOptions): Promise<void>;
  identify(details: IdentifyDetails): Promise<void>;
  resume(): Promise<void>;
}

export type Phase = 'none' | 'starting' | 'waiting' | 'chatting' | 'ended';

/** An event of the chat, as the widget keeps it. */
export interface Entry {
  id: number;
  at: number;
  from: 'visitor' | 'agent' | 'system';
  by: string;
  text: string;
  form: 'plain' | 'html' | 'rich-content';
  /** Structured content, as JSON text. */
  json?: string;
}

/** A line of the visitor that the server has not told as an event. */
export interface Pending {
  key: string;
  text: string;
  at: number;
  /** What the server said against it. */
  failed?: boolean;
  /** The event it has become, by the answer of the server. */
  event?: number;
  /** The event it seems to have become: the words are the same, the answer is on its way. */
  guess?: number;
}

export interface Marks {
  agentRead?: number;
  visitorRead?: number;
}

export interface State {
  status: Status | null;
  chat: string | null;
  phase: Phase;
  entries: Entry[];
  next: number;
  pending: Pending[];
  agent: string;
  isTyping: boolean;
  queue: { position: number; estimatedWaitTime: number } | null;
  marks: Marks;
  /** The event up to which the visitor has seen the chat in this browser. */
  seen: number;
  isLost: boolean;
  /** Whether what was there when the chat was opened has been read. */
  isCaughtUp: boolean;
  visitorId?: number;
}

export type Action =
  /** What is so whatever was before. */
  | { type: 'set'; part: Partial<Pick<State, 'status' | 'phase' | 'isTyping' | 'queue' | 'isLost' | 'isCaughtUp'>> }
  | { type: 'started'; chat: string }
  | { type: 'event'; event: Record<string, any> }
  | { type: 'info'; info: Record<string, any> }
  | { type: 'marks'; marks: Marks }
  | { type: 'wrote'; line: Pending }
  | { type: 'sent'; key: string; event: number }
  | { type: 'refused'; key: string }
  | { type: 'retry'; key: string }
  | { type: 'dropped'; key: string }
  | { type: 'seen'; event: number }
  | { type: 'reset' };

/** One row of the thread. */
export type Row = { key: string; from: Entry['from']; by: string; at: number; text: string; form: Entry['form']; json?: string; state?: 'sending' | 'held' | 'failed' | 'sent' | 'seen' };

export interface Choice {
  value: string;
  label: string;
  checked: boolean;
  shows: string[];
}

export type Kind = 'text' | 'area' | 'select' | 'radio' | 'side' | 'check';

export interface Question {
  id: number;
  logic: string;
  kind: Kind;
  label: string;
  mandatory: boolean;
  validation: string;
  known: string;
  entries: Choice[];
}

export interface Survey {
  id: number;
  header: string;
  questions: Question[];
}

export type Values = Record<string, string[]>;
export type Problem = 'required' | 'numeric' | 'email';

/** Rich content, read: what is left of it after everything unknown was put aside. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'say'; text: string; say: string }
  | { kind: 'group'; isCard: boolean; parts: Part[] };

export type Texts = typeof import('./chat.js').ENGLISH & Labels;

/** What the button says: somebody is there, a message can be left, neither. */
export interface Labels {
  title: string;
  leave: string;
  offline: string;
}

/** What the forms need of the chat around them. */
export interface Asker {
  shell: Shell;
  server: Server;
  keep: Memory;
  words: Texts;
  visitor: IdentifyDetails;
  wish: StartOptions;
  start(survey?: unknown): Promise<unknown>;
  thank(): void;
}

/** What the browser keeps of the chat. */
export interface Kept {
  chat?: string | null;
  /** The request that was not answered so far, with its key. */
  start?: { once: string; request: unknown } | null;
  visitorId?: number;
  seen?: number;
}

/** Makes an element. */
export type Make = <T extends keyof HTMLElementTagNameMap>(name: T, attributes?: Record<string, any> | null, ...children: (Node | string | null | undefined | false)[]) => HTMLElementTagNameMap[T];

export interface Memory {
  /** What is kept under a name; `''` is the record of the chat, see `Kept`. */
  get(part: string): any;
  /** Keeps something; `null` takes it away. */
  set(part: string, value: unknown): void;
  /** The names that begin so. */
  parts(start: string): string[];
  /** Tells what other tabs change. */
  watch(heard: (part: string) => void): void;
  /** Whether the chat is open in this tab, also after a reload; says so before, if told. */
  opened(isOpen?: boolean): boolean;
}

/** The calls of the server. What is refused is thrown as `Refused`; `once` is the `Idempotency-Key`. */
export interface Server {
  /** An address below that of the chats. */
  url(of: string, more?: string): string;
  /** The survey at an address. */
  survey(of: string, skill?: string): Promise<any>;
  /** Asks for a chat; the answer is its key. */
  start(request: unknown, once?: string): Promise<string>;
  /** The number of the event that the line has become. */
  say(chat: string, text: string, once: string): Promise<number>;
  end(chat: string): Promise<Response>;
  put(of: string, body: unknown, once?: string): Promise<Response>;
  /** The visitor has read up to this event. */
  read(chat: string, event: number): Promise<Response>;
}

export type Talk = ReturnType<typeof import('./talk.js').talk>;
export type Thread = ReturnType<typeof import('./thread.js').thread>;

/** What people do in the window. */
export interface Acts {
  write(text: string): unknown;
  begin(text: string): void;
  end(): void;
  close(): void;
  again(): void;
}

/** A question in a form: what of it is shown or hidden, where its error stands, what is marked as wrong, what gets the focus. */
export interface Field {
  box: HTMLElement;
  error: HTMLElement;
  mark: HTMLElement;
  first: HTMLElement;
}

export type MakeField = (question: Question, given: string[], words: Texts, answer: (given: string[]) => void) => Field;

export interface FormParts {
  survey: Survey;
  values: Values;
  words: Texts;
  label: string;
  typed?(): void;
  send(values: Values): Promise<unknown>;
}

export type Keep = (survey: Survey, ask: Asker, label: string, send: (answers: any, once: string) => Promise<unknown>) => HTMLElement;

export type Call = (name: keyof Chat, detail?: any) => Promise<void>;
export type Handlers = Map<string, Set<(detail: any) => void>>;

export type Refused = Error & { status: number; isPassing: boolean };
export type Refuse = (status: number, message?: string) => Refused;
