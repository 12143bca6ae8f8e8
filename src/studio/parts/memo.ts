import { Component, type ComponentChild, type ComponentType, createElement } from 'preact';

/**
 * A part of the page that is drawn again only when one of its properties is another one, or a list with
 * another thing in it.
 */
export function memo<P extends object>(inner: (props: P) => ComponentChild): ComponentType<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      return !isSame(this.props, next);
    }
    override render(props: P) {
      return createElement(inner as ComponentType<P>, props as never);
    }
  };
}

function isSame(a: object, b: object): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => isSameValue(a[key as never], b[key as never]));
}

function isSameValue(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return Object.is(a, b);
  return a.length === b.length && a.every((each, index) => Object.is(each, b[index]));
}
