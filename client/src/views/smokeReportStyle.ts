/** The look of the smoke report, in the colours of whatever theme is on, high contrast included. */
import type { Html } from './html';

const css = `
body { margin: 0; padding: 0 2rem 3rem; color: var(--vscode-foreground); background: var(--vscode-editor-background);
  font: var(--vscode-font-size, 13px)/1.55 var(--vscode-font-family, sans-serif); }
main { max-width: 62rem; margin: 0 auto; }
header { margin: 1.5rem 0 1rem; padding: 0.4rem 1.2rem 0.6rem; border-left: 0.35rem solid var(--vscode-descriptionForeground);
  background: var(--vscode-textBlockQuote-background); outline: 1px solid var(--vscode-contrastBorder, transparent); outline-offset: -1px; }
header.passed { border-left-color: var(--vscode-testing-iconPassed, #388a34); }
header.failed, header.error { border-left-color: var(--vscode-errorForeground); }
h1 { margin: 0.4rem 0 0.2rem; font-size: 1.6em; font-weight: 600; }
h2 { margin: 2rem 0 0.6rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, #8885));
  font-size: 1.2em; font-weight: 600; }
h3 { margin: 0.8rem 0 0.2rem; font-size: 1em; font-weight: 600; }
p { margin: 0.3rem 0; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); gap: 0.25rem 2rem; margin: 0.6rem 0; }
dl > div { display: flex; gap: 0.8rem; min-width: 0; }
dt { flex: 0 0 7.5rem; color: var(--vscode-descriptionForeground); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
table { width: 100%; margin: 0.8rem 0; border-collapse: collapse; }
caption { padding-bottom: 0.3rem; text-align: left; color: var(--vscode-descriptionForeground); }
th, td { padding: 0.3rem 1rem 0.3rem 0; border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, #8883));
  text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; white-space: nowrap; }
td:first-child { white-space: nowrap; font-variant-numeric: tabular-nums; }
.line { color: var(--vscode-descriptionForeground); white-space: nowrap; }
code, pre { font-family: var(--vscode-editor-font-family, monospace); font-size: 0.95em; color: var(--vscode-foreground); background: none; }
code { padding: 0; }
pre { max-height: 22rem; margin: 0.4rem 0; padding: 0.6rem 0.8rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere;
  background: var(--vscode-textCodeBlock-background); border: 1px solid var(--vscode-contrastBorder, transparent); }
.layers { display: flex; gap: 2px; height: 1.8rem; margin: 0.8rem 0; }
.layers > span { flex-basis: 0; min-width: 3px; overflow: hidden; padding: 0.3rem 0; text-align: center; white-space: nowrap;
  font-size: 0.85em; line-height: 1.2rem; border: 1px solid var(--vscode-contrastBorder, transparent); }
.layers > .base { background: var(--vscode-editorWidget-background, #8883); border-color: var(--vscode-contrastBorder, var(--vscode-descriptionForeground)); }
.layers > .own { color: var(--vscode-badge-foreground); background: var(--vscode-badge-background); }
.actions { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 0.8rem 0; padding: 0; list-style: none; }
.actions a { display: inline-block; padding: 0.25rem 0.8rem; color: var(--vscode-button-secondaryForeground, var(--vscode-foreground));
  background: var(--vscode-button-secondaryBackground, transparent); border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent));
  border-radius: 2px; text-decoration: none; }
.actions a:hover { background: var(--vscode-button-secondaryHoverBackground, transparent); text-decoration: underline; }
ul { margin: 0.3rem 0; padding-left: 1.4rem; }
li { overflow-wrap: anywhere; }
summary { cursor: pointer; color: var(--vscode-textLink-foreground); }
a { color: var(--vscode-textLink-foreground); }
:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
`;

export const STYLE: Html = { kind: 'html', text: css };
