/** Charts as plain SVG: no script, no style attributes, the numbers readable as text. */
export * from "./BarChart.tsx";
export * from "./Sparkline.tsx";
