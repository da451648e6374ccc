// How the chat looks. Constructable style sheets are no inline styles, so a page's `style-src` need not know them.

export const CSS = `
.p{display:flex;flex-direction:column;width:min(384px,calc(100vw - 40px));height:min(640px,calc(100dvh - 40px));background:var(--page);color:var(--text);border-radius:16px;overflow:hidden;box-shadow:0 0 0 1px var(--line),0 12px 40px #0004;overscroll-behavior:contain}
.p:focus{outline:none}
header{display:flex;align-items:center;gap:8px;padding:12px 8px 12px 16px;padding-inline:16px 8px;background:var(--accent);color:var(--ink)}
h2{margin:0;font-size:16px;line-height:20px;font-weight:600}
header>div{flex:1;min-width:0}header p{font-size:13px;line-height:18px}
h2,header p{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
p{margin:0}
button,input,textarea,select{font:inherit;color:inherit;margin:0}
button{min-height:32px;padding:4px 12px;border:0;border-radius:8px;background:none;cursor:pointer}
header button{min-width:40px;min-height:40px;padding:8px;font-size:14px;line-height:0}header .txt{padding:8px 12px;line-height:20px}
header button:hover{background:#0002}
header button:focus-visible,.main:focus-visible{outline-color:var(--ink);outline-offset:-4px;box-shadow:none}
.main{min-height:44px;padding:8px 20px;background:var(--accent);color:var(--ink);font-weight:600;border-radius:22px}
.main:hover{filter:brightness(1.08)}.main[aria-disabled]{opacity:.6;cursor:default}
.plain{color:var(--tint);text-decoration:underline;text-underline-offset:2px;padding:4px 8px}
.note{display:flex;flex-wrap:wrap;align-items:center;gap:4px 8px;padding:8px 16px;background:var(--soft);font-size:14px}
.body{flex:1;min-height:0;display:flex;flex-direction:column;position:relative}
.scroll{flex:1;overflow-y:auto;overscroll-behavior:contain;padding:16px;display:flex;flex-direction:column;gap:16px}
.log{display:flex;flex-direction:column;gap:4px;border-radius:8px}
.log:focus-visible{outline:2px solid var(--text);outline-offset:4px;box-shadow:none}
.row{display:flex;flex-direction:column;align-items:flex-start;max-width:100%}.row.first:not(:first-child){margin-block-start:12px}
.row.visitor{align-items:flex-end}
.line{max-width:85%;padding:8px 12px;border-radius:16px;background:var(--soft);white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate;overflow:hidden}
.visitor .line{background:var(--accent);color:var(--ink)}
.system{align-items:center}.system .line{background:none;color:var(--dim);font-size:13px;padding:0 8px;text-align:center}
.line a{color:var(--tint);text-underline-offset:2px}.visitor .line a{color:inherit}
.line :is(p,ul,ol,pre,blockquote){margin:0}.line :is(ul,ol){padding-inline-start:20px}.line pre{white-space:pre-wrap}
.who,.meta{font-size:12px;line-height:16px;color:var(--dim);padding:0 12px}.who{margin-block-end:4px}
.meta{display:flex;flex-wrap:wrap;gap:0 8px;align-items:center}.meta:not(:empty){margin-block-start:4px}
.meta button{min-height:24px;padding:0 4px;color:var(--tint);text-decoration:underline}
.group,.card{display:flex;flex-direction:column;gap:8px;align-items:flex-start}.card{padding:12px;border:1px solid var(--line);border-radius:12px;background:var(--page);align-self:stretch}
.rt{white-space:pre-wrap}
.q{border:1px solid var(--edge);border-radius:16px;background:var(--page);color:var(--tint);overflow-wrap:anywhere}.q:hover{background:var(--soft)}
.below{display:flex;flex-direction:column;gap:16px}.below:empty{display:none}
.box{display:flex;flex-direction:column;align-items:flex-start;gap:8px;padding:16px;border:1px solid var(--line);border-radius:12px}
.typing{min-height:24px;padding:0 16px 4px;font-size:13px;line-height:20px;color:var(--dim);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.jump{position:absolute;inset-block-end:36px;inset-inline:0;margin:auto;width:fit-content;background:var(--text);color:var(--page);border-radius:16px;font-size:13px}
footer{border-top:1px solid var(--line);padding:8px 12px calc(8px + env(safe-area-inset-bottom,0px))}
.write{display:flex;align-items:flex-end;gap:8px}
.write textarea{flex:1;min-width:0;min-height:44px;max-height:132px;padding:10px 14px;resize:none;border-radius:22px;field-sizing:content}
.write button{min-width:44px;min-height:44px;padding:10px;border-radius:22px;background:var(--accent);color:var(--ink);line-height:0}
.write button[aria-disabled]{background:var(--soft);color:var(--dim);cursor:default}
[dir=rtl] .write svg{transform:scaleX(-1)}
footer p{font-size:13px;color:var(--dim);padding:0 4px 8px}
.ask{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:8px}.ask p{padding:0;font-size:15px;color:var(--text)}
.home,.form{display:flex;flex-direction:column;gap:16px}.home{gap:12px;align-items:flex-start}
.hello{font-size:20px;line-height:28px;font-weight:600;overflow-wrap:anywhere}.head{overflow-wrap:anywhere}
.form .main{align-self:flex-start}
.field,fieldset{display:flex;flex-direction:column;gap:4px;min-width:0;border:0;margin:0;padding:0}
legend,.field label{font-weight:600;font-size:14px;padding:0;margin-block-end:4px;overflow-wrap:anywhere}.dim{font-weight:400;color:var(--dim)}
input:not([type=radio],[type=checkbox]),textarea,select{width:100%;min-height:44px;padding:8px 12px;border:1px solid var(--edge);border-radius:8px;background:var(--page);font-size:16px}
textarea{resize:vertical;line-height:24px}
:is(input,textarea,select):focus-visible{outline:2px solid var(--tint);outline-offset:-1px;box-shadow:none}
[aria-invalid] :is(input),[aria-invalid]{border-color:var(--bad)!important}
::placeholder{color:var(--dim);opacity:1}
.choices{display:flex;flex-direction:column;gap:4px}.side{flex-flow:row wrap;gap:8px 16px}
.choices label{display:flex;align-items:center;gap:8px;min-height:32px;cursor:pointer;overflow-wrap:anywhere}
.choices input{flex:none;width:20px;height:20px;margin:0;accent-color:var(--tint)}
.scale{gap:8px}.scale label{position:relative;justify-content:center;min-width:44px;min-height:44px;border:1px solid var(--edge);border-radius:22px;padding:0 8px}
.scale input{position:absolute;inset:0;width:100%;height:100%;opacity:0;cursor:pointer}
.scale label:has(:checked){background:var(--accent);color:var(--ink);border-color:var(--accent);font-weight:600}
.scale label:has(:focus-visible){outline:2px solid var(--text);outline-offset:2px}
.err{color:var(--bad);font-size:13px;overflow-wrap:anywhere}.err:empty{display:none}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(max-width:480px){.p{position:fixed;inset:0;width:auto;height:auto;border-radius:0;padding-block-start:env(safe-area-inset-top,0px);background:var(--page)}}
@media(forced-colors:active){.line,.main,.q{border:1px solid}.scale label:has(:checked){outline:3px solid Highlight}}`;
