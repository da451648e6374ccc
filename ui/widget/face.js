// What a state of the chat means for the window. Pure.
/** @import { Face } from './types' */
/** @import { Status } from './handover' */

/** Which form is to be filled in before a chat. @type {(status: Status | null) => 'survey' | 'home' | 'offline' | 'away' | ''} */
export const doorOf = (status) => {
  if (!status) return '';
  if (status.available) return status.preSurvey ? 'survey' : 'home';
  return status.offlineForm ? 'offline' : 'away';
};

/** Whether a chat is going on. @param {Face} state */
export const isLive = ({ phase }) => phase === 'starting' || phase === 'waiting' || phase === 'chatting';

/** Whether a line that is written would be taken. @param {Face} state */
export const mayWrite = (state) => state.phase === 'chatting' || (state.phase === 'waiting' && Boolean(state.status?.earlyLines));
