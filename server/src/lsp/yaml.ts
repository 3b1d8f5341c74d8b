/** The YAML parser, as much of it as is needed: loaded with the first file that is written in it, which most sessions never see. */
export { isAlias, isMap, isScalar, isSeq, parse, parseDocument } from 'yaml';
