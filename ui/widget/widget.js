// The tag of the visitor widget: the button, what it knows, and the five calls of `window.Handover` (docs/widget.md).
// The chat itself is fetched when it is opened, or at once when one is going on.
/** @import { Call, Chat, Handlers, Icon, Labels, Shell } from './types' */
(() => {
  const tag = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!tag || window.Handover) return;
  const data = tag.dataset;
  const base = new URL('.', tag.src).href;
  const account = data.account ?? '';
  const appKey = data.appKey || '721c180b09eb463d9f3191c41762bb68';
  let locale = (data.lang || document.documentElement.lang || navigator.language || 'en').replace('_', '-');
  try {
    new Intl.Locale(locale);
  } catch {
    locale = 'en';
  }
  const lang = locale.split('-')[0].toLowerCase();
  const space = `handover.${account}`;
  const query = `?appKey=${encodeURIComponent(appKey)}`;
  const path = `account/${encodeURIComponent(account)}/chat`;

  /** What the button says: somebody is there, a message can be left, neither. @type {Labels} */
  const words = { title: 'Chat with us', leave: 'Leave a message', offline: 'Nobody is here at the moment' };

  // What stands on the accent has a contrast of 4.5 at least.
  const given = (data.color ?? '').replace(/^#(\w)(\w)(\w)$/, '#$1$1$2$2$3$3');
  const accent = /^#[\da-f]{6}$/i.test(given) ? given : '#2456d6';
  const [r, g, b] = [1, 3, 5].map((at) => (parseInt(accent.slice(at, at + 2), 16) / 255 + 0.055) ** 2.4 / 1.138);
  const ink = 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? '#000' : '#fff';

  const CSS = `:host{all:initial!important}
.w{--accent:${accent};--ink:${ink};--tint:oklch(from var(--accent) min(l,.48) c h);--page:#fff;--soft:#eef0f4;--line:#d5d9e0;--edge:#7b8494;--text:#16191f;--dim:#565e6c;--bad:#b3261e;
position:fixed;z-index:2147483000;inset-block-end:calc(20px + env(safe-area-inset-bottom,0px));inset-inline-end:20px;color:var(--text);color-scheme:light;font:15px/1.45 system-ui,sans-serif}
.left{left:20px;right:auto}.right{right:20px;left:auto}
.dark{--tint:oklch(from var(--accent) max(l,.78) c h);--page:#1a1c21;--soft:#2b2f37;--line:#3a3f49;--edge:#868e9d;--text:#eef0f4;--dim:#a9b0bd;--bad:#ff9a91;color-scheme:dark}
*,*::before{box-sizing:border-box}[hidden]{display:none!important}
.w :focus-visible{outline:2px solid var(--page);box-shadow:0 0 0 4px var(--text)}
button{font:inherit;color:inherit;margin:0;border:0;background:none;cursor:pointer}
.b{display:flex;align-items:center;gap:8px;min-height:48px;max-width:calc(100vw - 40px);padding:0 20px 0 16px;border-radius:24px;background:var(--accent);color:var(--ink);font-weight:600;box-shadow:0 4px 20px #0004}
.off{background:var(--page);color:var(--text);outline:1px solid var(--edge)}
.b:hover,.main:hover{filter:brightness(1.08)}
.b small{font-size:13px;font-weight:400}.b :empty:not(path){display:none}
.n{min-width:24px;padding:0 8px;border-radius:12px;background:var(--page);color:var(--text);font-size:13px;line-height:24px}
svg{flex:none;width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
@media print{.w{display:none}}@media(forced-colors:active){.b,.p,.main,.line,.q{border:1px solid}}`;

  /** @type {Icon} */
  const icon = (shape) => {
    const [svg, line] = ['svg', 'path'].map((name) => document.createElementNS('http://www.w3.org/2000/svg', name));
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    line.setAttribute('d', shape);
    svg.append(line);
    return svg;
  };
  /** @param {string} css */
  const style = (css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  };
  const [host, frame, button, label, extra, count] = ['handover-widget', 'div', 'button', 'span', 'small', 'span'].map((name) => document.createElement(name));
  const root = host.attachShadow({ mode: 'open' });
  style(CSS);
  frame.className = `w ${data.position ?? ''}`;
  frame.dir = /^(ar|fa|he|ur)$/.test(lang) ? 'rtl' : 'ltr';
  frame.lang = locale;
  button.className = 'b';
  count.className = 'n';
  button.hidden = true;
  button.setAttribute('aria-haspopup', 'dialog');
  button.append(icon('M4 5h16v11h-9l-5 4v-4H4z'), label, extra, count);
  button.onclick = () => call('open');
  frame.append(button);
  root.append(frame);

  const night = matchMedia('(prefers-color-scheme: dark)');
  const paint = () => frame.classList.toggle('dark', data.scheme ? data.scheme === 'dark' : night.matches);
  night.onchange = paint;
  paint();

  /** @type {Handlers} */
  const handlers = new Map();

  /** @type {Shell} */
  const shell = {
    base, path, query, data, words, locale, space, root, frame, button, icon, style, draw, ask, status: null, opened: false, active: false, unread: 0, heard() {},
    emit(event, detail) {
      handlers.get(event)?.forEach((handler) => queueMicrotask(() => handler(detail)));
    },
  };

  /** Says on the button what is known. It is not shown before anything is. */
  function draw() {
    const { status, active, unread, opened } = shell;
    const kind = active || status?.available ? 'title' : status?.offlineForm ? 'leave' : 'offline';
    const isOff = kind !== 'title';
    const wait = active ? 0 : status?.estimatedWait ?? 0;
    label.textContent = data[kind] || words[kind];
    button.classList.toggle('off', isOff);
    extra.textContent = wait < 60 ? '' : `~ ${Math.ceil(wait / 60)} min`;
    count.textContent = unread ? `${unread}` : '';
    button.hidden = opened || !(active || status) || (isOff && 'hideOffline' in data);
  }

  let timer = 0;
  async function ask() {
    clearTimeout(timer);
    timer = window.setTimeout(ask, 30_000);
    if (document.hidden || (shell.active && shell.status)) return;
    const skill = data.skill ? `&skill=${encodeURIComponent(data.skill)}` : '';
    try {
      const answer = await fetch(`${base}api/handover/v1/${path}/status${query}${skill}`, { credentials: 'omit' });
      if (!answer.ok) return;
      const { status } = await answer.json();
      const isNews = JSON.stringify(status) !== JSON.stringify(shell.status);
      shell.status = status;
      draw();
      if (isNews) shell.emit('status', status);
      shell.heard();
    } catch { /* It is asked again. */ }
  }

  /** @type {Promise<Chat> | undefined} */
  let chat;
  /** @type {Call} */
  const call = (name, detail) => {
    chat ??= import(`${base}widget/chat.js`).then((module) => module.mount(shell)).catch((error) => {
      chat = undefined;
      extra.textContent = '⚠';
      throw error;
    });
    const done = chat.then((there) => there[name](detail));
    done.catch(() => {});
    return done;
  };

  window.Handover = {
    open: () => call('open'),
    close: () => call('close'),
    start: (options) => call('start', options),
    identify: (details) => call('identify', details),
    on(event, handler) {
      const those = handlers.get(event) ?? new Set();
      handlers.set(event, those.add(handler));
      if (event === 'status' && shell.status) handler(/** @type {any} */ (shell.status));
      return () => { those.delete(handler); };
    },
  };

  const begin = async () => {
    if (/^(de|es|ar)$/.test(lang) || (data.lang && lang !== 'en')) await import(`${base}widget/lang/${lang}.js`).then((module) => Object.assign(words, module.default), () => {});
    document.body.append(host);
    document.addEventListener('visibilitychange', ask);
    ask();
    let isGoingOn = 'open' in data;
    try {
      isGoingOn ||= !!sessionStorage[space] || /"(chat|start)":[^n]/.test(localStorage[space]);
    } catch { /* The browser keeps nothing for this page. */ }
    if (isGoingOn) call('resume');
    document.dispatchEvent(new Event('handover:ready'));
  };
  if (document.body) begin();
  else document.addEventListener('DOMContentLoaded', begin);
})();
