const callbacks = new WeakMap<Element, () => void>();

const observer = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) callbacks.get(target)?.();
  },
  { rootMargin: '800px 0px' },
);

/** Calls back when the element comes near what is seen; what it returns takes it back. */
export function whenNearScreen(element: Element, near: () => void): () => void {
  callbacks.set(element, near);
  observer.observe(element);
  return () => {
    callbacks.delete(element);
    observer.unobserve(element);
  };
}
