/**
 * `Head` in the browser. Preact renders what it holds as everywhere else, but into a root that puts each element into the
 * document's head, in the place of the one that it stands for.
 */
import {
  cloneElement,
  Component,
  type ComponentChildren,
  h,
  isValidElement,
  render,
  toChildArray,
  type VNode,
} from "preact";
import { headIdentity } from "../../islands/head_identity.ts";

/** Renders its children into the head of the document. */
export class HeadPortal extends Component<{ children?: ComponentChildren }> {
  readonly #root = new HeadRoot();

  override componentDidMount(): void {
    const children = toChildArray(this.props.children).map(withKeyAttribute);
    render(h(ContextScope, { context: this.context }, children), this.#root as unknown as Element);
    this.#root.restoreReplaced();
  }

  override componentDidUpdate(): void {
    this.componentDidMount();
  }

  override componentWillUnmount(): void {
    render(null, this.#root as unknown as Element);
    this.#root.restoreReplaced();
  }

  override render(): null {
    return null;
  }
}

/** The server writes keys into the document, so that they can be found again. */
function withKeyAttribute(child: ReturnType<typeof toChildArray>[number]) {
  return isValidElement(child) && typeof child.type === "string" && child.key != null
    ? cloneElement(child as VNode<Record<string, unknown>>, { "data-key": child.key })
    : child;
}

/** What is rendered into another root has the context of the place where the `Head` stands. */
class ContextScope extends Component<{ context: object; children?: ComponentChildren }> {
  override getChildContext(): object {
    return this.props.context;
  }

  override render(): ComponentChildren {
    return this.props.children;
  }
}

/** The part of an element's interface that Preact asks of a root. */
class HeadRoot {
  readonly nodeType = 1;
  readonly namespaceURI = document.head.namespaceURI;
  readonly childNodes: ChildNode[] = [];
  readonly firstChild = null;
  readonly #replaced = new Map<Element, Element>();

  insertBefore(node: Node): Node {
    if (!(node instanceof Element) || node.parentNode === document.head) return node;
    const match = findMatch(node);
    setNonce(node);
    if (match === null) document.head.append(node);
    else this.#replace(match, node);
    return node;
  }

  appendChild(node: Node): Node {
    return this.insertBefore(node);
  }

  #replace(match: Element, node: Element): void {
    const isOwn = isSame(match, node);
    // A script would run again, and a page without its stylesheet flashes
    if (isOwn && node.matches("script, link[rel=stylesheet]")) return;
    // What the server wrote for this very element needn't come back, but a page must have some title
    if (!isOwn || node.localName === "title") this.#replaced.set(node, match);
    match.replaceWith(node);
  }

  /** Brings back the page's own elements whose replacements are gone. */
  restoreReplaced(): void {
    for (const [node, original] of this.#replaced) {
      if (node.isConnected) continue;
      this.#replaced.delete(node);
      if (findMatch(original) === null) document.head.append(original);
    }
  }
}

function findMatch(element: Element): Element | null {
  const identity = identityOf(element);
  return Array.from(document.head.children).find((other) =>
    other.localName === element.localName &&
    (identity === null ? isSame(other, element) : identityOf(other) === identity)
  ) ?? null;
}

function identityOf(element: Element): string | null {
  return headIdentity(element.localName, (name) => element.getAttribute(name));
}

/** Whether elements are equal but for the nonce, which a page can't read. */
function isSame(a: Element, b: Element): boolean {
  const [plainA, plainB] = [a, b].map((element) => {
    const copy = element.cloneNode(true) as Element;
    copy.removeAttribute("nonce");
    return copy;
  });
  return plainA!.isEqualNode(plainB!);
}

/** Without the page's nonce, its policy may forbid the element. */
function setNonce(element: Element): void {
  if (!(element instanceof HTMLStyleElement || element instanceof HTMLScriptElement)) return;
  element.nonce ||= document.querySelector<HTMLElement>("script[nonce]")?.nonce ?? "";
}
