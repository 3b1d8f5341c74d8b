/** The little XML that reports need, with everything escaped that could end a text or an attribute. */

export type XmlChild = XmlElement | string;

export interface XmlElement {
  readonly name: string;
  /** Those that are undefined are left out. */
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children: readonly XmlChild[];
}

export function element(
  name: string,
  attributes: XmlElement['attributes'],
  children: readonly XmlChild[] = [],
): XmlElement {
  return { name, attributes, children };
}

/** A document, indented; text is written as it is, so an element with text holds nothing else on its line. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${written(root, '')}`;
}

function written({ name, attributes, children }: XmlElement, indent: string): string {
  const head = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${attribute(String(value))}"`]))
    .join('');
  if (children.length === 0) return `${indent}<${name}${head}/>\n`;
  if (children.every((child) => typeof child === 'string'))
    return `${indent}<${name}${head}>${children.map(text).join('')}</${name}>\n`;
  const inner = children
    .map((child) =>
      typeof child === 'string' ? `${indent}  ${text(child)}\n` : written(child, `${indent}  `),
    )
    .join('');
  return `${indent}<${name}${head}>\n${inner}${indent}</${name}>\n`;
}

function text(value: string): string {
  return possible(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Readers turn white space in attributes into spaces, unless it is written as a reference (XML 1.0, 3.3.3). */
function attribute(value: string): string {
  return text(value)
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

/** Control characters and halves of characters cannot be written in XML at all (XML 1.0, 2.2). */
function possible(value: string): string {
  return value.replace(
    // eslint-disable-next-line no-control-regex -- control characters are what this is about
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '\ufffd',
  );
}
