/** Lets Preact render between two nodes, as if what is between them were all that their parent has. */

/** The part of an element's interface that Preact asks of a root. */
export interface RootFragment {
  readonly nodeType: 1;
  readonly parentNode: Node;
  readonly namespaceURI: string | null;
  readonly nextSibling: null;
  readonly firstChild: ChildNode | null;
  readonly childNodes: ChildNode[];
  insertBefore(node: Node, before: Node | null): Node;
  appendChild(node: Node): Node;
  removeChild(node: Node): Node;
  contains(node: Node | null): boolean;
}

/**
 * Makes a root of what stands between two siblings. Several islands may share a parent, so nothing may be appended to
 * the parent itself.
 */
export function createRootFragment(start: ChildNode, end: ChildNode): RootFragment {
  const parent = start.parentNode as Element;
  const insertBefore = (node: Node, before: Node | null) =>
    parent.insertBefore(node, before ?? end);
  return {
    nodeType: 1,
    parentNode: parent,
    namespaceURI: parent.namespaceURI,
    nextSibling: null,
    get firstChild() {
      return start.nextSibling === end ? null : start.nextSibling;
    },
    get childNodes() {
      const nodes: ChildNode[] = [];
      for (let node = start.nextSibling; node && node !== end; node = node.nextSibling) {
        nodes.push(node);
      }
      return nodes;
    },
    insertBefore,
    appendChild: (node) => insertBefore(node, null),
    removeChild: (node) => parent.removeChild(node),
    contains: (node) => {
      const position = (other: Node) => node ? other.compareDocumentPosition(node) : 0;
      return !!(position(start) & 4) && !!(position(end) & 2);
    },
  };
}
