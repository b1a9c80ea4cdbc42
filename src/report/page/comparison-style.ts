/** How several targets look beside each other. */

/** Beside the figures a row needs its target's name and the page's margins; a figure with its rounds about this much. */
const ROW_PX = 240;
const FIGURE_PX = 97;

/** How wide the window has to be for a row a target. */
const acrossPx = (figures: number) => ROW_PX + FIGURE_PX * figures;

/** Turned, beside its heads and the margins, which are up to 8 % of the window, a target takes this much. */
const HEADS_PX = 74;
const TARGET_PX = 87;

/** Below this a target is a card: neither rows nor columns of figures find room. */
const cardsPx = (figures: number, targets: number) =>
  Math.min(acrossPx(figures), Math.ceil((HEADS_PX + TARGET_PX * targets) / 0.92));

/** A sheet of A4 holds so many columns of figures. */
const MOST_PRINTED = 12;

/**
 * @param figures how many columns of figures the table has
 * @param targets how many rows it has
 */
export const comparisonStyle = (figures: number, targets: number): string => `
body.several{max-width:${Math.max(1_500, acrossPx(figures))}px}
.several .lead{max-width:70rem}
.finding{font-size:clamp(1.15rem,1rem + .75vw,1.5rem);line-height:1.4;max-width:62rem;letter-spacing:-.008em;text-wrap:pretty}
.finding b{font-weight:680}
.uneven{font-size:.86rem;color:var(--quiet);max-width:62rem;margin-top:.45rem;text-wrap:pretty}
.uneven b{color:var(--late)}
.further{font-size:1.02rem;max-width:62rem}
.outcome+.outcome{margin-top:1.8rem}
.outcome .meaning{font-size:.86rem;margin-top:.2rem}
.bars{list-style:none;margin:1.1rem 0 0;display:grid;grid-template-columns:minmax(9rem,19rem) minmax(10rem,1fr) max-content minmax(0,20rem);gap:.45rem 1.1rem;align-items:center}
.bars li{display:grid;grid-column:1/-1;grid-template-columns:subgrid;align-items:center}
.bars .name{line-height:1.3;max-width:24rem}
.bars .quiet{font-size:.84rem}
.bars .value{font-size:1.22rem;letter-spacing:-.015em;text-align:right;white-space:nowrap}
.bars .bracket{line-height:1.35}
.track{position:relative;display:block;height:1.5rem;background:var(--raised);border-radius:3px}
.track i{position:absolute;top:0;bottom:0;font-style:normal}
.track .bar{background:var(--pass);border-radius:3px 0 0 3px}
.track .gap{background:repeating-linear-gradient(115deg,var(--pass) 0 1.5px,transparent 1.5px 5px)}
.track .more::after{content:'→';position:absolute;left:3px;line-height:1.5rem;color:var(--pass);font-weight:700}
.track .spread{top:50%;bottom:auto;height:0;border-top:2px solid var(--ink)}
.bars .scale .track{background:none;height:1.1rem;font-size:.75rem;color:var(--quiet)}
.bars .scale i{transform:translateX(-50%)}
.bars .scale i:first-child{transform:none}
.bars .scale i:last-child{transform:translateX(-100%)}
.compared{max-height:none}
.compared table{font-size:.86rem}
.compared thead th{vertical-align:bottom;line-height:1.3;color:var(--ink);font-weight:600}
.compared th small,.compared td small{display:block;color:var(--quiet);font-weight:400;font-size:.86em;white-space:nowrap}
.compared th small{white-space:normal}
.compared td,.compared thead th{vertical-align:top;padding:7px 6px;line-height:1.35}
.compared thead th{vertical-align:bottom;white-space:normal}
.compared tr>:last-child{padding-right:10px}
.compared tbody th{text-align:left;vertical-align:top;padding:7px 12px 7px 0;white-space:normal;min-width:8.5rem;max-width:13rem;line-height:1.3}
.compared thead th:first-child{text-align:left;padding-left:0}
.compared b{font-weight:640;font-size:1.04rem;letter-spacing:-.01em}
.compared .unknown{font-weight:400;color:var(--quiet);font-size:.9rem}
.compared .doubted{text-decoration:underline wavy var(--late) 1px;text-underline-offset:3px}
.compared .factor{display:block;font-weight:600;font-size:.92em}
.compared .best .factor{color:var(--pass)}
.compared .best .factor:not(.level)::before{content:'★ '}
.shade{background:color-mix(in oklab,var(--late) var(--far),var(--paper))}
.compared .shade small{color:var(--ink)}
.shades .shade{color:var(--ink);padding:1px 8px;white-space:nowrap}
.compared .best{background:color-mix(in oklab,var(--pass) 13%,var(--paper))}
.compared td .remark{white-space:normal;line-height:1.3}
.everyfigure{display:none}
.class{font-size:.72rem;font-weight:500;color:var(--quiet);border:1px solid var(--line);border-radius:3px;padding:0 4px;white-space:nowrap}
.classes{font-size:.86rem;color:var(--quiet);max-width:70rem;margin-bottom:.6rem}
.legendline{font-size:.84rem;color:var(--quiet);max-width:70rem;margin-top:.6rem}
.multiples{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));gap:1.6rem 2rem;align-items:end}
.multiples>div{min-width:0}
.grid-title{margin-bottom:.5rem;text-wrap:balance;line-height:1.3}
.multiples .chart{max-width:640px}
.multiples .columns{left:var(--large-left);right:var(--large-right);top:var(--large-top);bottom:var(--large-bottom);mask-image:var(--large-mask)}
.multiples .crossed::after{content:'';position:absolute;left:0;right:0;top:var(--y);border-top:1px dashed var(--ink);pointer-events:none;opacity:.7}
.legend.chart{margin-top:.4rem}
.script .together{display:block;margin-top:1.1rem}
.together .scroller{max-height:none;border:0;margin-bottom:1rem}
.together .scroller table{width:100%;font-size:.95rem;line-height:1.45;margin:0}
.together .scroller thead th:first-child{color:var(--ink);font-weight:680;font-size:1.25rem;letter-spacing:-.012em;white-space:nowrap}
.together .scroller th:first-child{text-align:left;padding-left:0;position:static}
.together .scroller td,.together .scroller th{padding:3px 0 3px 16px}
.together .scroller td:nth-child(n){white-space:nowrap}
.together .scroller td:last-child{white-space:normal;text-align:left;color:var(--quiet)}
.together .chosen th,.together .chosen td{border-bottom-color:var(--ink)}
.together .chosen th::before{content:'▸ ';color:var(--accent)}
.together .detail{display:flex;flex-wrap:wrap;gap:.3rem 2.2rem;align-items:flex-start}
.together .detail>.rate,.together .detail>.state,.together .detail>.remark{flex:0 0 100%}
.together .detail>table{flex:1 1 17rem}
.together .detail>dl{flex:1 1 13rem}
.together .detail>div{flex:1 1 13rem;max-width:340px}
.together .detail .rate{font-size:1.1rem}
.choice{font-size:.92rem;color:var(--quiet)}
.choice select{font:inherit;color:var(--ink);background:var(--raised);border:1px solid var(--line);border-radius:6px;padding:.3rem .5rem;max-width:100%}
.pair-title{font-size:1.1rem;margin-bottom:.25rem}
.pair{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem 2.2rem}
.pair-lead{font-size:.92rem;text-wrap:pretty;order:-1}
.pair-lead p,.pair-lead dt{color:var(--quiet)}
.pair-lead dl{margin:.4rem 0 .6rem}
.pair-lead dl div{display:grid;grid-template-columns:fit-content(45%) minmax(0,1fr);gap:0 1rem;padding:2px 0;border-bottom:1px solid var(--grid)}
.pair-lead dd{grid-column:2;text-align:right}
.pair .figures{grid-column:1/-1;margin:0}
.figures{margin-top:.8rem;font-size:.92rem}
.figures .scroller{margin-top:.5rem}
summary{cursor:pointer}
@media (min-width:1300px){
.pair{grid-template-columns:minmax(0,920px) minmax(0,1fr)}
.pair-lead{order:0}
}
@media (max-width:820px){
.bars{grid-template-columns:minmax(0,1fr) max-content}
.bars .track{grid-column:1/-1;grid-row:2;height:1rem}
.track .more::after{line-height:1rem}
.bars .bracket{grid-column:1/-1;max-width:none}
.bars li{row-gap:.15rem;padding-bottom:.5rem}
.bars .scale .track{grid-row:1}
.bars .scale span:first-child{display:none}
.bars .value{font-size:1.1rem}
}
${turned(figures, targets)}
${cards(figures, targets)}
@media print{
.multiples{grid-template-columns:repeat(2,1fr)}
.multiples .chart .half{display:block}
.multiples .chart .narrow{display:none}
.compared table{font-size:6.6pt;grid-auto-columns:minmax(0,1fr)}
.compared td,.compared thead th{padding:3px;min-width:0}
.compared tbody th{padding:3px 4px 3px 0;min-width:4.6rem}
.compared b{font-size:1.1em}
.compared th small,.compared td small{white-space:normal}
.choice,.figures{display:none}
.bars li,.pair,.compared{break-inside:avoid}
.classes{break-after:avoid}
.finding{font-size:1rem}
.bars{row-gap:.15rem}
.track{height:.9rem}
}
`;

/** Where the window, or the sheet, is too narrow for a row a target, the boxes of every row flow down a column of their own. */
const turned = (
  figures: number,
  targets: number,
) => `@media screen and (min-width:${cardsPx(figures, targets)}px) and (max-width:${acrossPx(figures) - 1}px)${figures > MOST_PRINTED ? ',print' : ''}{
.compared table{display:grid;grid-auto-flow:column;grid-template-rows:repeat(${figures + 1},auto);grid-template-columns:minmax(4.6rem,max-content);grid-auto-columns:minmax(5.4rem,18rem);font-size:.82rem}
.compared thead,.compared tbody,.compared tr{display:contents}
.compared td,.compared thead th,.compared tbody th{position:static;min-width:0;max-width:none;padding:6px 7px;text-align:left;white-space:normal}
.compared thead th,.compared thead th:first-child{position:sticky;left:0;padding-left:0;border-bottom-color:var(--grid)}
.compared tbody th{align-self:stretch;border-bottom-color:var(--line)}
.compared td[colspan]{grid-row:span ${figures}}
.compared td small{white-space:normal}
}`;

/** Where columns would be too narrow as well, a target is a card, of which the figures name themselves. */
const cards = (
  figures: number,
  targets: number,
) => `@media screen and (max-width:${cardsPx(figures, targets) - 1}px){
.everyfigure{display:inline-flex;gap:.4rem;align-items:center;margin-bottom:.6rem;font-size:.92rem;cursor:pointer}
.everyfigure input{margin:0;accent-color:var(--accent)}
:root:not(:has(#every-figure:checked)) .compared .ondemand{display:none}
.compared{border:0}
.compared table{display:block;font-size:.82rem}
.compared thead{display:none}
.compared tbody{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,18rem),1fr));gap:.8rem}
.compared tr{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));align-content:start;border:1px solid var(--line);border-radius:6px;overflow:hidden}
.compared tbody th{grid-column:1/-1;position:static;max-width:none;padding:8px 10px}
.compared td{padding:6px 10px;text-align:left;white-space:normal;border:0}
.compared td::before{content:attr(data-head);display:block;color:var(--quiet);font-size:.86em;line-height:1.25}
.compared .shade::before{color:var(--ink)}
.compared td small{white-space:normal}
.compared td[colspan]{grid-column:1/-1}
}`;
