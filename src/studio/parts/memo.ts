import { Component, type ComponentType, createElement } from 'preact';

/** A part of the page that is drawn again only when one of its properties is another one. */
export function memo<P extends object>(Inner: (props: P) => ReturnType<ComponentType<P>>) {
  return class extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      return !isSame(this.props, next);
    }
    override render(props: P) {
      return createElement(Inner as ComponentType<P>, props as never);
    }
  };
}

function isSame(a: object, b: object): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.is(a[key as never], b[key as never]));
}
