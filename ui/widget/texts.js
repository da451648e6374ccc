// The words of the chat. Each can be replaced by an attribute of the tag: `data-title`, `data-greeting`, `data-no-link`, …

export const ENGLISH = {
  title: 'Chat with us', greeting: 'Hello! How can we help?', begin: 'Start chat', placeholder: 'Write a message', firstLine: 'What is it about?', send: 'Send', hide: 'Close the chat window', end: 'End chat', endQuestion: 'End this chat?', stay: 'Keep chatting',
  online: 'We are here', wait: 'Wait: about {n} min', offline: 'Nobody is here at the moment', connecting: 'Connecting…', waiting: 'Waiting for somebody', place: 'You are number {n} in the queue.', waitMin: 'It takes about {n} min.', waitSoon: 'It will not be long.',
  ringing: 'Somebody is about to answer.', waitNobody: 'Nobody is online any more. You can wait, or leave a message.', notEarly: 'You can write as soon as somebody has joined.', leave: 'Leave a message instead', leaveTitle: 'Leave a message', withAgent: 'You are chatting with {name}', ended: 'The chat has ended.', again: 'Start a new chat',
  typing: '{name} is typing…', you: 'You', sending: 'Sending…', held: 'Will be sent', sent: 'Sent', seen: 'Seen', failed: 'Not sent.', retry: 'Try again', discard: 'Discard', noLink: 'No connection. What you write is sent when it is back.', tooLong: 'This is too long by {n} characters.', newLines: 'New messages', log: 'Messages',
  required: 'Please answer this question.', numeric: 'Please enter a number.', email: 'Please enter a mail address, like name@example.com.', fix: 'Please look at the questions that are marked.', choose: 'Choose…', optional: 'optional', submit: 'Send', sendFailed: 'This could not be sent. Please try again.', loadFailed: 'This could not be loaded.', nobody: 'Nobody is here at the moment. Please come back later.',
  thanks: 'Thank you. Your message has been sent.', anyone: 'Somebody is here. You can chat at once.', nobodyNow: 'Everybody has left. You can leave a message.', exitThanks: 'Thank you for your answers.', mail: 'Send me the conversation by mail', mailLabel: 'Your mail address', mailed: 'It will be sent to {mail}.',
};

/** The languages that come with the widget, beside English. Others are tried when the tag asks for them. */
const KNOWN = ['de', 'es', 'ar'];

/** The words of a language with those of the tag in their place. @type {(shell: import('./types').Shell) => Promise<import('./types').Texts>} */
export const texts = async ({ base, lang, data }) => {
  const isWanted = KNOWN.includes(lang) || (data.lang && lang !== 'en');
  const words = isWanted ? await import(`${base}widget/lang/${lang}.js`).then((module) => module.default, () => null) : null;
  const all = { ...ENGLISH, ...words };
  for (const name of /** @type {(keyof typeof ENGLISH)[]} */ (Object.keys(all))) all[name] = data[name] || all[name];
  return all;
};

/** Puts a value in the place of `{n}` and the like. @type {(text: string, values: Record<string, string | number>) => string} */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
