/** Edits of a command's words that keep its spelling, in a script and in the JSON strings of an exec form. */
import type { ShellWord } from '../../shell/nodes';
import type { TextEdit } from '../../text/textEdit';

/** Adds an argument behind a word: ` --locked`, or `, "--locked"`. */
export function appendTo(word: ShellWord, newText: string): TextEdit {
  return {
    span: { start: word.span.end, end: word.span.end },
    newText: isJsonString(word) ? `, ${JSON.stringify(newText)}` : ` ${newText}`,
  };
}

export function replaceWord(word: ShellWord, newText: string): TextEdit {
  return { span: word.span, newText: isJsonString(word) ? JSON.stringify(newText) : newText };
}

/** In an exec form a word's span covers the quotes of its JSON string, which its text leaves out. */
export function isJsonString(word: ShellWord): boolean {
  return word.isQuoted && word.span.end - word.span.start >= word.text.length + 2;
}

/** False for a word whose span is that of something around it, since the text cannot be mapped there. */
export function hasOwnPlace(word: ShellWord): boolean {
  return isJsonString(word) || word.span.end - word.span.start === word.text.length;
}
