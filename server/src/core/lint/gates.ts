/**
 * Says which rules an instruction can concern, by its keyword and the words in it: most rules have nothing to say about most
 * instructions, and a rule that is called costs something even where it finds nothing.
 */
import type { Instruction } from '../syntax/nodes';
import { Slot } from '../text/memoized';
import type { Rule } from './rule';

/** A set of rules: the rule at place `n` of the list is bit `n % 30` of number `n / 30`. Numbers of 30 bits stay small integers. */
export type RuleBits = readonly number[];

const BITS = 30;

/** The gates of all rules of a linter, whatever of them is switched on. Made while an editor starts, so in one pass. */
export class Gates {
  private readonly size: number;
  /** Rules with neither keywords nor words: any stage concerns them, even an empty one. */
  private readonly always: number[];
  private readonly vocabulary: Vocabulary;
  private readonly ofAnyKeyword: Keyword;
  /** Rules that name keywords, by each of these. */
  private readonly named = new Map<string, Keyword>();
  private readonly gates = new Map<string, KeywordGate>();
  private readonly ofInstruction = new Slot<RuleBits>();

  constructor(rules: readonly Rule[]) {
    this.size = Math.ceil(rules.length / BITS);
    this.always = this.none();
    this.ofAnyKeyword = this.newKeyword();
    this.vocabulary = new Vocabulary(this.size);
    rules.forEach((rule, place) => {
      if (rule.scope === 'suppression') return;
      const { keywords, words, scope } = rule;
      if (keywords === undefined) this.add(this.ofAnyKeyword, words, scope, place);
      else for (const keyword of keywords) this.add(this.keywordOf(keyword), words, scope, place);
      if (keywords === undefined && words === undefined) addBit(this.always, place);
      if (words !== undefined) this.vocabulary.add(words, place);
    });
  }

  /** The set of the places. */
  bitsOf(places: readonly number[]): RuleBits {
    const bits = this.none();
    for (const place of places) addBit(bits, place);
    return bits;
  }

  /** The rules that the instruction concerns, or the trigger in it. */
  of(instruction: Instruction): RuleBits {
    const known = this.ofInstruction.get(instruction);
    if (known !== undefined) return known;
    const { keyword, trigger } = instruction;
    const gate = this.gateOf(keyword, trigger?.keyword);
    const found = gate.hasWords ? this.vocabulary.addFound(instruction.source, gate) : gate.wordless;
    this.ofInstruction.set(instruction, found);
    return found;
  }

  /** The rules that one of the instructions concerns, and those that every stage concerns. */
  ofAll(instructions: readonly Instruction[], triggers: readonly Instruction[]): RuleBits {
    const bits = this.always.slice();
    for (const instruction of instructions) addTo(bits, this.of(instruction));
    for (const trigger of triggers) addTo(bits, this.of(trigger));
    return bits;
  }

  private none(): number[] {
    return Array.from({ length: this.size }, () => 0);
  }

  private newKeyword(): Keyword {
    return {
      wordless: this.none(),
      worded: this.none(),
      triggerWordless: this.none(),
      triggerWorded: this.none(),
    };
  }

  private keywordOf(keyword: string): Keyword {
    let found = this.named.get(keyword);
    if (found === undefined) {
      found = this.newKeyword();
      this.named.set(keyword, found);
    }
    return found;
  }

  private add(to: Keyword, words: readonly string[] | undefined, scope: Rule['scope'], place: number): void {
    addBit(words === undefined ? to.wordless : to.worded, place);
    // A rule that sees one instruction says by `ONBUILD` that it looks at triggers.
    if (scope !== 'instruction') addBit(words === undefined ? to.triggerWordless : to.triggerWorded, place);
  }

  private gateOf(keyword: string, trigger: string | undefined): KeywordGate {
    const key = trigger === undefined ? keyword : `${keyword} ${trigger}`;
    let gate = this.gates.get(key);
    if (gate === undefined) {
      const wordless = [...this.ofAnyKeyword.wordless];
      const worded = [...this.ofAnyKeyword.worded];
      const own = this.named.get(keyword);
      const triggered = trigger === undefined ? undefined : this.named.get(trigger);
      if (own !== undefined) addTo(wordless, own.wordless);
      if (own !== undefined) addTo(worded, own.worded);
      if (triggered !== undefined) addTo(wordless, triggered.triggerWordless);
      if (triggered !== undefined) addTo(worded, triggered.triggerWorded);
      gate = { wordless, worded, hasWords: worded.some((bits) => bits !== 0) };
      // Whoever types a keyword makes one of each of its beginnings.
      if (this.gates.size >= MOST_KEPT) this.gates.clear();
      this.gates.set(key, gate);
    }
    return gate;
  }
}

/** The rules that name a keyword, with and without words; and those of them that also look at it behind ONBUILD. */
interface Keyword {
  readonly wordless: number[];
  readonly worded: number[];
  readonly triggerWordless: number[];
  readonly triggerWorded: number[];
}

const MOST_KEPT = 500;

/** What a keyword lets through. */
interface KeywordGate {
  /** Whatever the words. */
  readonly wordless: RuleBits;
  /** When one of their words is there. */
  readonly worded: RuleBits;
  readonly hasWords: boolean;
}

function addBit(bits: number[], place: number): void {
  const at = Math.floor(place / BITS);
  bits[at] = (bits[at] ?? 0) | (1 << (place % BITS));
}

function addTo(bits: number[], others: RuleBits): void {
  for (let at = 0; at < bits.length; at++) bits[at] = (bits[at] ?? 0) | (others[at] ?? 0);
}

/** The place of the first rule behind `place` that is in both sets; -1 when there is none. */
export function nextIn(some: RuleBits, others: RuleBits, place: number): number {
  let at = Math.floor((place + 1) / BITS);
  let rest = -1 << ((place + 1) % BITS);
  for (; at < some.length; at++, rest = -1) {
    const bits = (some[at] ?? 0) & (others[at] ?? 0) & rest;
    if (bits !== 0) return at * BITS + 31 - Math.clz32(bits & -bits);
  }
  return -1;
}

/** A power of two, large enough that hardly two words share a place; that two do only costs a call in vain. */
const PLACES = 4096;

const QUOTES = new Set([34, 39, 92, 96]);

/**
 * Finds the words of rules in a text in one pass, without cutting it up: every run of letters is looked up by its hash. So a
 * rule can be named that has nothing to say, and none that has is left out. Shells take quotes and escapes out of words
 * (`c"ur"l`, `cu\rl`, a continuation in the middle), so a run is looked up with and without them.
 */
class Vocabulary {
  /** By hash: 0, or a place in `found`. */
  private readonly table = new Uint16Array(PLACES);
  private readonly found: number[][] = [[]];

  /** Many rules look for the same words. */
  private readonly slots = new Map<string, number>();

  constructor(private readonly size: number) {}

  /** @param words runs of small letters; a test holds the rules to that */
  add(words: readonly string[], place: number): void {
    for (const word of words) {
      let index = this.slots.get(word);
      if (index === undefined) {
        index = this.indexOf(word);
        this.slots.set(word, index);
      }
      addBit(this.found[index] ?? [], place);
    }
  }

  private indexOf(word: string): number {
    let hash = 0;
    for (let at = 0; at < word.length; at++) hash = nextHash(hash, word.charCodeAt(at));
    const slot = hash & (PLACES - 1);
    if (this.table[slot] === 0)
      this.table[slot] = this.found.push(Array.from({ length: this.size }, () => 0)) - 1;
    return this.table[slot] ?? 0;
  }

  /** The rules that the gate lets through for this text. */
  addFound(text: string, { wordless, worded }: KeywordGate): RuleBits {
    // `$'\x63url'` may be any word.
    if (text.includes("$'")) {
      const all = [...wordless];
      addTo(all, worded);
      return all;
    }
    const hits: number[] = [];
    let run = 0;
    let glued = 0;
    let last = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const letter = code | 32;
      if (letter >= 97 && letter <= 122) {
        run = nextHash(run, letter);
        glued = nextHash(glued, letter);
      } else if (glued !== 0) {
        if (run !== 0) this.look(run, hits);
        // A line end behind a backslash is taken out with it, and so are lines of comments, which are blank by now.
        const isGlue = QUOTES.has(code) || (last === 92 && code <= 32);
        if (!isGlue) {
          if (glued !== run) this.look(glued, hits);
          glued = 0;
        }
        run = 0;
        if (isGlue && code <= 32) continue;
      }
      last = code;
    }
    if (run !== 0) this.look(run, hits);
    if (glued !== 0 && glued !== run) this.look(glued, hits);
    if (hits.length === 0) return wordless;
    const bits = [...wordless];
    for (const hit of hits) {
      const some = this.found[hit] ?? NONE;
      for (let at = 0; at < bits.length; at++)
        bits[at] = (bits[at] ?? 0) | ((some[at] ?? 0) & (worded[at] ?? 0));
    }
    return bits;
  }

  private look(hash: number, hits: number[]): void {
    const index = this.table[hash & (PLACES - 1)] ?? 0;
    if (index !== 0) hits.push(index);
  }
}

const NONE: RuleBits = [];

function nextHash(hash: number, letter: number): number {
  return (Math.imul(hash, 31) + letter) | 0;
}
