/** What a person can do from a report: links that run commands of ours, and no others. */
import type { SmokeResult } from '../../../server/src/protocol';
import { html, type Html, type Part } from './html';
import { section } from './reportPieces';

/** The commands that links of a report may run; the editor runs no other from it. */
export const REPORT_COMMANDS = [
  'stagewright.decideSmokeBuild',
  'stagewright.smokeBuild',
  'stagewright.keepSmokeImage',
  'stagewright.lookInside',
  'stagewright.compareBuilders',
  'stagewright.compareSmokeBuilds',
  'stagewright.reproduceSmokeBuild',
  'stagewright.changeSmokeValues',
] as const;

type ReportCommand = (typeof REPORT_COMMANDS)[number];

export interface ReportLinks {
  /** What was built. Left out where nothing can be run. */
  readonly document?: BuiltDocument;
  /** The image is still there, and somebody has to say what becomes of it. */
  readonly question?: ReportQuestion;
}

export interface BuiltDocument {
  readonly uri: string;
  readonly target: string;
  /** It was given values that its user has typed. */
  readonly hasValues: boolean;
}

export interface ReportQuestion {
  readonly token: string;
  /** The local time at which the image is removed without an answer, `16:05`. */
  readonly until: string;
  readonly hasShell: boolean;
  readonly isInShell: boolean;
}

export function renderQuestion(question: ReportQuestion | undefined): Part {
  if (question === undefined) return undefined;
  const { token, until, hasShell, isInShell } = question;
  const choices = [
    link('stagewright.decideSmokeBuild', [token, 'keep'], 'Keep it as…'),
    hasShell && !isInShell
      ? link('stagewright.decideSmokeBuild', [token, 'shell'], 'Open a shell in it')
      : undefined,
    link('stagewright.decideSmokeBuild', [token, 'remove'], 'Remove it now'),
  ];
  return section(
    'What becomes of the image?',
    html`<p>
        ${isInShell ? 'It is removed when the shell ends' : `It is removed at ${until}`}, with all that was
        made, unless you keep it.
      </p>
      <p class="actions">${choices}</p>`,
  );
}

export function renderNext(report: SmokeResult, document: BuiltDocument | undefined): Part {
  if (document === undefined) return undefined;
  const args = [document.uri, document.target];
  const { verdict, image } = report;
  const isWhole = image !== undefined;
  const isKept = report.cleanup.kept.some((kept) => kept.startsWith('image '));
  const isCompared = image?.builders?.some(({ brought }) => brought !== undefined) === true;
  const links: readonly Part[] = [
    link('stagewright.smokeBuild', args, 'Run it again'),
    isWhole && verdict === 'failed'
      ? link('stagewright.lookInside', args, 'Run it again and look inside')
      : undefined,
    isWhole && verdict === 'passed' && !isKept
      ? link('stagewright.keepSmokeImage', args, 'Keep the image as…')
      : undefined,
    isWhole && image.builders !== undefined && !isCompared
      ? link('stagewright.compareBuilders', args, 'What of the builders reached it?')
      : undefined,
    isWhole ? link('stagewright.compareSmokeBuilds', args, 'Compare with…') : undefined,
    isWhole ? link('stagewright.reproduceSmokeBuild', args, 'Is it reproducible?') : undefined,
    document.hasValues
      ? link('stagewright.changeSmokeValues', args, 'Change the values it was given…')
      : undefined,
  ];
  return html`<nav aria-label="What to do next">
    <ul class="actions">
      ${links.map((one) => (one === undefined ? undefined : html`<li>${one}</li>`))}
    </ul>
  </nav>`;
}

/** A link, and not a button: a page without scripts has no other way to run something. */
function link(command: ReportCommand, args: readonly string[], title: string): Html {
  return html`<a href="command:${command}?${encodeURIComponent(JSON.stringify(args))}">${title}</a> `;
}
