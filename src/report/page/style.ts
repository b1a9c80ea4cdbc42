/** How the page looks: quiet, on paper as on a screen, by day and by night. */

import { seamless } from '../picture/plot.ts';
import { FONTS, themeColours } from '../theme.ts';
import { switchRules } from './line-switches.ts';
import { trustRules } from './trust.ts';

const colours = [...themeColours]
  .map(([name, { light, dark }]) => `--${name}:light-dark(${light},${dark})`)
  .join(';');

export const style = `
:root{color-scheme:light dark;${colours}}
:root:has(#theme-light:checked){color-scheme:light}
:root:has(#theme-dark:checked){color-scheme:dark}
*{box-sizing:border-box}
html{font:16px/1.55 ${FONTS};color:var(--ink);background:var(--paper);-webkit-text-size-adjust:100%;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
body{margin:0 auto;max-width:1240px;padding:28px clamp(16px,4vw,44px) 64px}
h1,h2,h3,h4,p,dl,dd,ul,ol,figure,pre,fieldset{margin:0;padding:0}
h1{font-size:clamp(1.7rem,1.1rem + 2.4vw,2.6rem);line-height:1.12;letter-spacing:-.022em;font-weight:680;text-wrap:balance}
h2{font-size:1.22rem;line-height:1.3;letter-spacing:-.008em;font-weight:660;margin-bottom:.7rem}
h3{font-size:1rem;font-weight:650}
a{color:var(--accent);text-underline-offset:.18em}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono','DejaVu Sans Mono',monospace;font-size:.9em}
sup{font-size:.72em;line-height:0}
section{margin-top:2.6rem}
.quiet{color:var(--quiet);font-weight:400}
.bad{color:var(--bad)}
.top{display:flex;justify-content:space-between;align-items:center;gap:12px 24px;flex-wrap:wrap;margin-bottom:1.4rem;font-size:.86rem;color:var(--quiet)}
.theme{display:flex;border:0;gap:2px}
.theme legend{position:absolute;clip-path:inset(50%)}
.theme label{position:relative;padding:2px 9px;border-radius:99px;cursor:pointer}
.theme input{position:absolute;inset:0;opacity:0;margin:0;cursor:pointer}
.theme label:has(:checked){background:var(--raised);color:var(--ink);box-shadow:inset 0 0 0 1px var(--line)}
.theme label:has(:focus-visible){outline:2px solid var(--accent)}
.lead{margin-top:.9rem;max-width:46rem;font-size:1.06rem;color:var(--quiet);text-wrap:pretty}
.summary section{border-top:1px solid var(--line);padding-top:1.1rem;margin-top:1.8rem}
.clean{margin-bottom:.6rem}
.result+.result{margin-top:1.3rem}
.result h3{margin-bottom:.35rem}
.capacities{display:flex;flex-wrap:wrap;gap:1.1rem 2.4rem}
.capacities>div{flex:1 1 13rem}
.capacities dt{font-size:.88rem;color:var(--quiet)}
.capacities dd{font-size:.88rem;color:var(--quiet);line-height:1.45}
.capacities .figure{font-size:2.35rem;line-height:1.15;letter-spacing:-.025em;font-weight:640;color:var(--ink)}
.warnings{list-style:none;columns:2 24rem;column-gap:clamp(28px,5vw,64px);font-size:.9rem;line-height:1.46}
.warnings li{break-inside:avoid;padding-bottom:.55rem}
.warnings .mark{font-weight:650;font-size:.76rem;letter-spacing:.03em;border-radius:3px;padding:1px 6px;margin-right:3px;border:1px solid currentColor}
.warnings .bad{color:inherit}
.bad .mark{color:var(--bad)}
.doubt .mark{color:var(--late)}
.note .mark{color:var(--quiet)}
.advice{color:var(--quiet)}
.folded{font-size:.92rem}
.folded .warnings{margin-top:.6rem}
.log{margin-top:.8rem;font-size:.9rem}
pre{overflow-x:auto;background:var(--raised);border:1px solid var(--line);border-radius:6px;padding:.75rem .95rem;line-height:1.5;max-width:100%}
.log pre{margin-top:.5rem;white-space:pre-wrap;overflow-wrap:anywhere}
.command{white-space:pre-wrap;overflow-wrap:anywhere;margin-bottom:.6rem}
.command span{display:inline-block;max-width:100%}
.heading{display:flex;justify-content:space-between;align-items:baseline;flex-wrap:wrap;gap:.3rem 2rem;margin-bottom:.8rem}
.heading h2{margin:0}
.switches{border:0;display:flex;flex-wrap:wrap;gap:.2rem 1rem;font-size:.88rem;color:var(--quiet)}
.switches legend{float:left;padding:0;margin-right:1rem}
.switches label{display:inline-flex;gap:.35rem;align-items:center;cursor:pointer}
.switches input{margin:0;accent-color:var(--accent)}
.target{display:grid;grid-template-columns:minmax(0,1fr);gap:0 28px;margin-bottom:1.6rem}
.target-title{margin:1.6rem 0 .7rem}
.chart{position:relative;align-self:start;container-type:inline-size;width:100%;max-width:920px}
.chart>svg{display:block;width:100%;height:auto;font-family:inherit;overflow:visible}
.chart .narrow{display:none}
.columns{position:absolute;mask-clip:no-clip;left:var(--large-left);right:var(--large-right);top:var(--large-top);bottom:var(--large-bottom);mask-image:var(--large-mask)}
.columns div{position:absolute;top:0;bottom:0;outline:0}
.script .columns div{cursor:crosshair}
.script .columns [aria-selected=true]{box-shadow:0 0 0 1px var(--paper),0 0 0 2.5px var(--ink)}
.script .columns .linked{box-shadow:0 0 0 1.5px var(--faint)}
.script .columns div:focus-visible{box-shadow:0 0 0 1px var(--paper),0 0 0 3.5px var(--accent);z-index:1}
@container (max-width:599px){
.chart .wide{display:none}
.chart .narrow{display:block}
.target>.chart .columns{left:var(--small-left);right:var(--small-right);top:var(--small-top);bottom:var(--small-bottom);mask-image:var(--small-mask)}
}
@container (max-width:479px){
.chart .half{display:none}
.multiples .chart .narrow{display:block}
.multiples .columns{left:var(--small-left);right:var(--small-right);top:var(--small-top);bottom:var(--small-bottom);mask-image:var(--small-mask)}
}
@container (min-width:480px){.multiples .chart .narrow{display:none}}
.panel{font-size:.84rem;line-height:1.42;border-top:1px solid var(--line);padding-top:.9rem;margin-top:.6rem;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr));gap:.3rem 2.4rem;align-content:start}
.panel[hidden]{display:none}
.panel>*{min-width:0}
.panel .rate,.panel .state,.panel .remark{grid-column:1/-1}
.panel .rate{font-size:1.5rem;line-height:1.2;letter-spacing:-.015em}
.panel .remark{color:var(--late)}
.panel .timelines{grid-column:1/-1;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr));gap:0 2.4rem}
.panel h4{font-weight:600;margin:.5rem 0 -.1rem;color:var(--quiet)}
.panel table{border-collapse:collapse;width:100%;align-self:start;margin:.35rem 0}
.panel th,.panel td{font-weight:400;text-align:right;padding:1.5px 0 1.5px 6px;border-bottom:1px solid var(--grid)}
.panel thead th{color:var(--quiet)}
.panel th:first-child{text-align:left;padding-left:0}
.panel td,.panel thead th:not(:first-child){white-space:nowrap}
.panel td:nth-child(4):last-child{white-space:normal;font-size:.75rem;line-height:1.2;color:var(--quiet)}
.panel td:last-child:empty,.panel th:last-child:empty{padding:0}
.panel dl{margin:.35rem 0}
.panel dl div{display:flex;justify-content:space-between;gap:12px;padding:1.5px 0;border-bottom:1px solid var(--grid)}
.panel dt{color:var(--quiet)}
.panel svg{display:block;width:100%;max-width:340px;overflow:visible}
.panel svg text{font-size:10.5px;fill:var(--quiet)}
.succeeded{fill:var(--pass)}
.failed{fill:var(--badFill)}
.shed{fill:var(--bad);fill-opacity:.55}
.inflight{fill:none;stroke:var(--ink);stroke-width:1.3}
.range{fill:var(--latency12)}
.max{fill:var(--ink)}
.factgrid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:1.6rem 3rem;font-size:.9rem}
.factgroup h3{padding-bottom:.35rem;border-bottom:1px solid var(--line);margin-bottom:.3rem;font-size:.95rem}
.factgroup dl div{display:grid;grid-template-columns:8.2rem minmax(0,1fr);gap:0 12px;padding:2px 0}
.factgroup dt{color:var(--quiet)}
.doubtful{color:var(--late);font-weight:600}
.scroller{overflow-x:auto;max-height:34rem;overflow-y:auto;border-block:1px solid var(--line);position:relative}
.scroller:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.scroller+.scroller{margin-top:1.6rem}
.scroller table{border-collapse:separate;border-spacing:0;font-size:.82rem;line-height:1.4;min-width:100%}
.scroller caption{text-align:left;color:var(--quiet);padding:.5rem 0;position:sticky;left:0;max-width:calc(100vw - 2*clamp(16px,4vw,44px))}
.scroller th,.scroller td{padding:3px 10px;text-align:right;white-space:nowrap;font-weight:400;border-bottom:1px solid var(--grid)}
.scroller thead th{position:sticky;top:0;background:var(--paper);color:var(--quiet);border-bottom:1px solid var(--line);z-index:1}
.scroller tbody th{position:sticky;left:0;background:var(--paper);font-weight:600}
.scroller .text{text-align:left}
.scroller .nottried td{text-align:left;color:var(--quiet)}
.scroller .pass{color:var(--pass)}
.scroller .fail{color:var(--bad)}
.scroller .undecided,.scroller .faded{color:var(--faint)}
.scroller .untrusted td:not(.text),.scroller td.untrusted{text-decoration:underline wavy var(--late) 1px;text-underline-offset:3px}
.reading dl{columns:2 22rem;column-gap:3.5rem;font-size:.93rem}
.reading dl div{break-inside:avoid;padding-bottom:.95rem}
.reading dt{font-weight:650}
.reading dd{color:var(--quiet);text-wrap:pretty}
.notes{padding-left:1.4rem;font-size:.93rem}
.button{display:inline-block;padding:.4rem .95rem;border:1px solid var(--line);border-radius:6px;background:var(--raised);text-decoration:none;margin-right:.6rem}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.84rem;color:var(--quiet)}
${seamless}
${switchRules}
${trustRules}
@media (min-width:1120px){
.script .target{grid-template-columns:minmax(0,1fr) 17.5rem}
.script .target .panel{border-top:0;border-left:1px solid var(--line);padding:0 0 0 26px;margin:0;grid-template-columns:minmax(0,1fr)}
}
@media (max-width:820px){
.top .made{display:none}
.factgroup dl div{grid-template-columns:7rem minmax(0,1fr)}
}
@media print{
.folded::details-content{content-visibility:visible;block-size:auto}
:root,:root:has(#theme-dark:checked){color-scheme:light}
html{font-size:10pt;background:none;print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{max-width:none;padding:0}
.theme,.switches,.panel,.columns,.button,.button+.quiet{display:none!important}
.top .made{display:inline}
.script .target{grid-template-columns:minmax(0,1fr)}
.target,.result,.factgroup,.reading dl div,.warnings li,.chart{break-inside:avoid}
h2,h3,caption{break-after:avoid}
.scroller{max-height:none;overflow:visible;border:0}
.scroller table{font-size:6.6pt}
.scroller th,.scroller td{padding:1px 3px}
.scroller thead th,.scroller .text,.scroller .nottried td{white-space:normal}
.scroller thead th,.scroller tbody th{position:static}
section{margin-top:1.6rem}
.chart .wide{display:block}
.chart .narrow{display:none}
@page{margin:14mm}
}
`;
