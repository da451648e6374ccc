// The texts of the chat in English. Other languages are files in `lang`.

/** The words, but for those of the button. Each can be replaced by an attribute of the tag: `data-greeting`, `data-no-link`, … */
export const ENGLISH = {
  greeting: 'Hello! How can we help?', begin: 'Start chat', placeholder: 'Write a message', send: 'Send', hide: 'Close',
  end: 'End chat', endQuestion: 'End this chat?', stay: 'Keep chatting', ended: 'The chat has ended.', again: 'Start a new chat', online: 'We are here',
  connecting: 'Connecting…', waiting: 'Waiting for somebody', place: 'You are number {n} in the queue.', wait: 'The wait is about {n} min.', ringing: 'Somebody is about to answer.',
  waitNobody: 'Nobody is here any more.', notEarly: 'You can write as soon as somebody has joined.', withAgent: 'Chatting with {name}', typing: '{name} is typing…', you: 'You',
  sending: 'Sending…', held: 'Will be sent', sent: 'Sent', seen: 'Seen', failed: 'Not sent.', retry: 'Try again', discard: 'Discard', noLink: 'No connection. What you write is sent later.',
  newLines: 'New messages', required: 'Please answer this question.', numeric: 'Please enter a number.', email: 'Please enter a mail address.',
  choose: 'Choose…', optional: 'optional', sorry: 'This did not work.', nobody: 'Please come back later.',
  thanks: 'Thank you. Your message has been sent.', exitThanks: 'Thank you for your answers.',
  mail: 'Send me the conversation by mail', mailLabel: 'Your mail address', mailed: 'It will be sent to {mail}.',
};
