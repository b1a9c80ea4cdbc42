/** Sizes of a picture, in pixels: for a desk and paper, for one of two beside each other, and for a phone. All show the same. */
export interface Layout {
  readonly name: 'wide' | 'half' | 'narrow';
  /** Of the whole picture. */
  readonly width: number;
  /** Room for the labels of the y axes. */
  readonly left: number;
  readonly right: number;
  readonly textSize: number;
  /** Labels of rows stand left of them, or above where there is no room. */
  readonly rowLabels: 'left' | 'above';
  readonly stripHeight: number;
  readonly kindHeight: number;
  readonly heatHeight: number;
  readonly serverHeight: number;
}

export const wide: Layout = {
  name: 'wide',
  width: 840,
  left: 108,
  right: 14,
  textSize: 12.5,
  rowLabels: 'left',
  stripHeight: 104,
  kindHeight: 15,
  heatHeight: 340,
  serverHeight: 84,
};

export const half: Layout = {
  name: 'half',
  width: 560,
  left: 58,
  right: 10,
  textSize: 12,
  rowLabels: 'above',
  stripHeight: 96,
  kindHeight: 13,
  heatHeight: 300,
  serverHeight: 72,
};

export const narrow: Layout = { ...half, name: 'narrow', width: 400, left: 54 };

/** Width of the plots, the same in every row: columns lie above each other. */
export function plotWidth(layout: Layout): number {
  return layout.width - layout.left - layout.right;
}
