// What is asked and offered when a chat is over: the exit survey, the conversation by mail.
import { firstValues, form, kept, read } from './forms.js';
import { fill, h } from './html.js';
/** @import { Asker } from './types' */

/** @type {(chat: string, ask: Asker) => Promise<HTMLElement[]>} */
export const after = async (chat, ask) => {
  const { server, words, visitor, shell } = ask;
  /** @type {(of: string, body: unknown, place: HTMLElement, thanks: string) => Promise<void>} */
  const put = async (of, body, place, thanks) => {
    await server.put(`/${chat}/${of}`, body);
    const said = h('p', { role: 'status', tabindex: '-1' }, thanks);
    place.replaceChildren(said);
    said.focus();
  };
  const mail = read({ questions: { question: { id: 0, label: words.mailLabel, mandatory: true, validationType: 'email', lastKnownValue: visitor.email } } });
  const summary = h('summary', null, words.mail);
  const letter = h('details', { class: 'box' }, summary);
  letter.append(form({
    survey: mail, values: firstValues(mail), words, label: words.send, send: ({ 0: [email] }) => put('transcriptRequest', { email: email.trim() }, letter, fill(words.mailed, { mail: email })),
  }));
  if (!shell.status) await shell.ask();
  const survey = shell.status?.exitSurvey && await server.survey(`/${chat}/exitSurvey`).catch(() => null);
  if (!survey) return [letter];
  const place = h('div', { class: 'box' });
  place.append(kept(read(survey), ask, words.send, (given) => put('exitSurvey', { survey: given }, place, words.exitThanks)));
  return [place, letter];
};
