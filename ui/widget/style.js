// How the window looks. Constructable style sheets are no inline styles, so a page's `style-src` need not know them.

export const CSS = `
.p,.body,.scroll,.form,.below,.field,fieldset,.choices,.log,.row,.group{display:flex;flex-direction:column}
.scroll,.form,.below{gap:16px}.field,fieldset,.choices,.log{gap:4px}
header,.choices label,.write,.ask,.meta{display:flex;align-items:center;gap:8px}
header p,header button,.err,footer p,.system .line,.typing,.jump,.who,.meta{font-size:13px;line-height:20px}
.dim,.system .line,.typing,.who,.meta,footer p,::placeholder{color:var(--dim)}
header,.main,.visitor .line,.write button{background:var(--accent);color:var(--ink)}
.plain,.meta button{color:var(--tint);text-decoration:underline}
h2,header p,.typing{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.hello,.form,.line,.q{overflow-wrap:anywhere}
.p{width:384px;height:min(640px,100dvh - 40px);background:var(--page);border-radius:16px;overflow:hidden;box-shadow:0 0 0 1px var(--line),0 12px 40px #0004;outline:none}
header{padding:12px 8px;padding-inline-start:16px}
header div{flex:1;min-width:0}
h2,p{margin:0}h2{font-size:16px;line-height:20px}
button{min-height:32px;padding:4px 12px;border-radius:16px}
header button{min-height:40px;padding:8px}
.p header :focus-visible,.p .main:focus-visible{outline-color:var(--ink);outline-offset:-4px;box-shadow:none}
.main{min-height:44px;padding:8px 20px;font-weight:600;border-radius:22px}
[aria-disabled=true]{opacity:.6;cursor:default}
.note{padding:8px 16px;background:var(--soft)}
.body{flex:1;min-height:0;position:relative}
.scroll{flex:1;overflow-y:auto;overscroll-behavior:contain;padding:16px}
.hello{font-size:20px;line-height:28px;font-weight:600}
textarea,input,select{font:inherit;color:inherit;margin:0}textarea{line-height:24px}
.p :is(input,textarea,select):focus-visible{outline:2px solid var(--tint);outline-offset:-1px;box-shadow:none}
::placeholder{opacity:1}
.err{color:var(--bad)}.err:empty,.below:empty,footer p:empty{display:none}
.form .main{align-self:flex-start}
fieldset{min-width:0;border:0;margin:0;padding:0}
legend,.field label{font-weight:600;font-size:14px;padding:0 0 4px}.dim{font-weight:400}
.field :is(input,textarea,select),.write textarea{width:100%;min-height:44px;padding:9px 14px;border:1px solid var(--edge);border-radius:8px;background:var(--page);font-size:16px}
.form [aria-invalid=true]{border-color:var(--bad)}
.side{flex-flow:wrap;gap:8px 16px}
.choices label{min-height:32px}
.choices input{flex:none;width:20px;height:20px;accent-color:var(--tint)}
.write textarea{max-height:132px;resize:none;border-radius:22px;field-sizing:content}
.write button{padding:10px;border-radius:22px;height:44px;align-self:end}
[dir=rtl] .write svg{transform:scaleX(-1)}
.box{padding:16px;border:1px solid var(--line);border-radius:12px}summary{cursor:pointer}[open] summary{padding-block-end:12px}
footer{border-top:1px solid var(--line);padding:8px 12px calc(8px + env(safe-area-inset-bottom,0px))}
footer p{padding:0 4px 8px}
.ask{flex-wrap:wrap}.ask p{flex:1;padding:0 4px}
.row{align-items:flex-start}.row.first:not(:first-child){margin-block-start:12px}
.line{max-width:85%;padding:8px 12px;border-radius:16px;background:var(--soft);white-space:pre-wrap;unicode-bidi:isolate;overflow:hidden}
.visitor{align-items:flex-end}
.system{align-items:center}.system .line{background:none;padding:0 8px;text-align:center;white-space:pre-line}
.line a{color:var(--tint)}.visitor a{color:inherit}
.who,.meta,.typing{padding:0 12px}
.meta{flex-wrap:wrap;gap:0 8px}
.meta button{min-height:24px;padding:0 4px}
.typing{height:24px}
.jump{position:absolute;inset-block-end:32px;inset-inline:0;margin:auto;width:fit-content;background:var(--text);color:var(--page)}
.vh,.row:not(.first) .who{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.line *{margin-block:0}.line :is(ul,ol){padding-inline-start:20px}.line pre{white-space:inherit}
.group{gap:8px;align-items:flex-start}.card{padding:12px;background:var(--page);align-self:stretch}
.q{border:1px solid var(--edge);background:var(--page);color:var(--tint);text-align:start;unicode-bidi:plaintext}
@media(max-width:480px){.p{position:fixed;inset:0;width:auto;height:auto;border-radius:0}}`;
