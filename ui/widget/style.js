// How the window looks. Constructable style sheets are no inline styles, so a page's `style-src` need not know them.

export const CSS = `
.p{display:flex;flex-direction:column;width:min(384px,calc(100vw - 40px));height:min(640px,calc(100dvh - 40px));background:var(--page);border-radius:16px;overflow:hidden;box-shadow:0 0 0 1px var(--line),0 12px 40px #0004;outline:none}
header{display:flex;align-items:center;gap:4px;padding:12px 8px;padding-inline-start:16px;background:var(--accent);color:var(--ink)}
header div{flex:1;min-width:0}
h2,header p,.typing{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
h2{margin:0;font-size:16px;line-height:20px;font-weight:600}header p,header button{font-size:13px;line-height:20px}
p{margin:0}
button{min-height:32px;padding:4px 12px;border-radius:8px}
header button{min-height:40px;padding:8px}header button:hover{background:#0002}
.p header :focus-visible,.p .main:focus-visible{outline-color:var(--ink);outline-offset:-4px;box-shadow:none}
.main{min-height:44px;padding:8px 20px;background:var(--accent);color:var(--ink);font-weight:600;border-radius:22px}
[aria-disabled=true]{opacity:.6;cursor:default}
.plain{color:var(--tint);text-decoration:underline;padding:4px 8px}
.note{display:flex;gap:8px;align-items:center;padding:8px 16px;background:var(--soft);font-size:14px}
.body{flex:1;min-height:0;display:flex;flex-direction:column;position:relative}
.scroll{flex:1;overflow-y:auto;overscroll-behavior:contain;padding:16px;display:flex;flex-direction:column;gap:16px}
.hello{font-size:20px;line-height:28px;font-weight:600;overflow-wrap:anywhere}
textarea,input,select{font:inherit;color:inherit;margin:0}textarea{resize:vertical;line-height:24px}
.p :is(input,textarea,select):focus-visible{outline:2px solid var(--tint);outline-offset:-1px;box-shadow:none}
::placeholder{color:var(--dim);opacity:1}
.err{color:var(--bad);font-size:13px}.err:empty{display:none}
.form{display:flex;flex-direction:column;gap:16px;overflow-wrap:anywhere}.form .main{align-self:flex-start}
.field,fieldset{display:flex;flex-direction:column;gap:4px;min-width:0;border:0;margin:0;padding:0}
legend,.field label{font-weight:600;font-size:14px;padding:0;margin-block-end:4px}.dim{font-weight:400;color:var(--dim)}
.form .field :not(label,p,bdi,span,option){width:100%;min-height:44px;padding:8px 12px;border:1px solid var(--edge);border-radius:8px;background:var(--page);font-size:16px}
.form [aria-invalid=true],[aria-invalid=true] input{border-color:var(--bad)!important}
.choices{display:flex;flex-direction:column;gap:4px}.side{flex-flow:wrap;gap:8px 16px}
.choices label{display:flex;align-items:center;gap:8px;min-height:32px}
.choices input{flex:none;width:20px;height:20px;margin:0;accent-color:var(--tint)}
.scale{gap:8px}.scale label{position:relative;justify-content:center;min-width:44px;min-height:44px;border:1px solid var(--edge);border-radius:22px}
.scale input{position:absolute;inset:0;width:100%;height:100%;opacity:0}
.scale :has(:checked){background:var(--accent);color:var(--ink);font-weight:600}
.scale :has(:focus-visible){outline:2px solid var(--text);outline-offset:2px}
.write{display:flex;align-items:flex-end;gap:8px}
.write textarea{flex:1;min-width:0;min-height:44px;max-height:132px;padding:9px 14px;border:1px solid var(--edge);resize:none;border-radius:22px;background:var(--page);font-size:16px;field-sizing:content}
.write button{padding:10px;border-radius:22px;background:var(--accent);color:var(--ink);height:44px}
[dir=rtl] .write svg{transform:scaleX(-1)}
.below{display:flex;flex-direction:column;gap:16px}.below:empty,footer p:empty{display:none}
.box{padding:16px;border:1px solid var(--line);border-radius:12px}summary{cursor:pointer}[open] summary{margin-block-end:12px}
footer{border-top:1px solid var(--line);padding:8px 12px calc(8px + env(safe-area-inset-bottom,0px))}
footer p{font-size:13px;color:var(--dim);padding:0 4px 8px}
.ask{display:flex;flex-wrap:wrap;align-items:center;gap:8px}.ask p{flex:1;padding:0 4px;font-size:15px;color:inherit}
.log{display:flex;flex-direction:column;gap:4px;border-radius:8px}
.row{display:flex;flex-direction:column;align-items:flex-start}.row.first:not(:first-child){margin-block-start:12px}
.line{max-width:85%;padding:8px 12px;border-radius:16px;background:var(--soft);white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate;overflow:hidden}
.visitor{align-items:flex-end}.visitor .line{background:var(--accent);color:var(--ink)}
.system{align-items:center}.system .line{background:none;color:var(--dim);font-size:13px;padding:0 8px;text-align:center;white-space:pre-line}
.line a{color:var(--tint)}.visitor a{color:inherit}
.who,.meta{font-size:12px;line-height:16px;color:var(--dim);padding:0 12px}.who{margin-block-end:4px}
.meta{display:flex;flex-wrap:wrap;gap:0 8px;align-items:center}.meta:not(:empty){margin-block-start:4px}
.meta button{min-height:24px;padding:0 4px;color:var(--tint);text-decoration:underline}
.typing{height:24px;padding:0 16px;font-size:13px;color:var(--dim)}
.jump{position:absolute;inset-block-end:32px;inset-inline:0;margin:auto;width:fit-content;background:var(--text);color:var(--page);border-radius:16px;font-size:13px}
.vh,.row:not(.first) .who{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.line *{margin-block:0}.line :is(ul,ol){padding-inline-start:20px}.line pre{white-space:inherit}
.group{display:flex;flex-direction:column;gap:8px;align-items:flex-start}.card{padding:12px;border-radius:12px;background:var(--page);align-self:stretch}
.q{border:1px solid var(--edge);border-radius:16px;background:var(--page);color:var(--tint);overflow-wrap:anywhere;text-align:start}
@media(max-width:480px){.p{position:fixed;inset:0;width:auto;height:auto;border-radius:0}}
@media(forced-colors:active){.main,.line,.q{border:1px solid}.scale :has(:checked){outline:3px solid Highlight}}`;
