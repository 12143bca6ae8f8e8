import type { Definition, Nodes, Parent, Root, Table } from 'mdast';
import type { ComponentChildren } from 'preact';
import { hiddenPlace, safeAddress } from './link.ts';

/** Deeper than that, what stands there is shown as nothing but its text. */
const deepest = 24;

type Definitions = ReadonlyMap<string, Definition>;

interface Place {
  definitions: Definitions;
  depth: number;
}

/**
 * A tree of Markdown as elements. What a model wrote is hostile: HTML is shown as it is written, links
 * lead to the web and to mail only, and no picture is loaded: a picture is a link to it.
 */
export function renderMarkdown(root: Root): ComponentChildren {
  const definitions = new Map(
    root.children
      .filter((node) => node.type === 'definition')
      .map((node) => [node.identifier, node] as const),
  );
  return renderAll(root, { definitions, depth: 0 });
}

function renderAll({ children }: Parent, place: Place): ComponentChildren {
  const inside = { ...place, depth: place.depth + 1 };
  return children.map((child) => renderNode(child, inside));
}

type Renderer = (node: never, place: Place) => ComponentChildren;
type Renderers = {
  [T in Nodes['type']]?: (node: Extract<Nodes, { type: T }>, place: Place) => ComponentChildren;
};

function renderNode(node: Nodes, place: Place): ComponentChildren {
  if (place.depth > deepest) return textOf(node);
  const render = renderers[node.type] as Renderer | undefined;
  return render === undefined ? null : render(node as never, place);
}

const renderers: Renderers = {
  text: ({ value }) => value,
  html: ({ value }) => <span class="as-written">{value}</span>,
  paragraph: (node, place) => <p>{renderAll(node, place)}</p>,
  // The page has headings of its own: those of a statement are below them, whatever they are called.
  heading: (node, place) => (
    <p class={`heading heading-${node.depth}`}>
      <strong>{renderAll(node, place)}</strong>
    </p>
  ),
  emphasis: (node, place) => <em>{renderAll(node, place)}</em>,
  strong: (node, place) => <strong>{renderAll(node, place)}</strong>,
  delete: (node, place) => <del>{renderAll(node, place)}</del>,
  inlineCode: ({ value }) => <code>{value}</code>,
  code: ({ value, lang }) => (
    <pre tabIndex={0} aria-label={lang ? `Code, ${lang}` : 'Code'} role="region">
      <code>{value}</code>
    </pre>
  ),
  blockquote: (node, place) => <blockquote>{renderAll(node, place)}</blockquote>,
  list: (node, place) =>
    node.ordered ? (
      <ol start={node.start ?? 1}>{renderAll(node, place)}</ol>
    ) : (
      <ul>{renderAll(node, place)}</ul>
    ),
  listItem: (node, place) => (
    <li class={typeof node.checked === 'boolean' ? 'task' : undefined}>
      {typeof node.checked === 'boolean' && (
        <span class="check" role="img" aria-label={node.checked ? 'done' : 'open'}>
          {node.checked ? '☑ ' : '☐ '}
        </span>
      )}
      {renderAll(node, place)}
    </li>
  ),
  thematicBreak: () => <hr />,
  break: () => <br />,
  link: (node, place) => linkTo(node.url, textOf(node), renderAll(node, place)),
  linkReference: (node, place) => linkTo(urlOf(node, place), textOf(node), renderAll(node, place)),
  image: ({ url, alt }) => linkTo(url, alt ?? '', `🖼 ${alt || url}`),
  imageReference: (node, place) =>
    linkTo(urlOf(node, place), node.alt ?? '', `🖼 ${node.alt || node.identifier}`),
  table: (node, place) => renderTable(node, place),
  footnoteReference: ({ identifier }) => <sup>[{identifier}]</sup>,
  footnoteDefinition: (node, place) => (
    <div class="footnote">
      <sup>[{node.identifier}]</sup> {renderAll(node, place)}
    </div>
  ),
};

function urlOf({ identifier }: { identifier: string }, { definitions }: Place): string {
  return definitions.get(identifier)?.url ?? '';
}

/** A link, and where it leads if its text says that it leads elsewhere. */
function linkTo(url: string, text: string, children: ComponentChildren): ComponentChildren {
  const href = safeAddress(url);
  if (href === null) return children;
  const hidden = hiddenPlace(text, href);
  return (
    <>
      <a href={href} rel="noopener noreferrer nofollow" target="_blank" title={href}>
        {children}
      </a>
      {hidden !== null && <span class="link-place"> ({hidden})</span>}
    </>
  );
}

function renderTable({ children, align }: Table, place: Place): ComponentChildren {
  const [head, ...rows] = children;
  const alignOf = (index: number) => `align-${align?.[index] ?? 'left'}`;
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {head?.children.map((cell, index) => (
              <th scope="col" class={alignOf(index)}>
                {renderAll(cell, place)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.children.map((cell, index) => (
                <td class={alignOf(index)}>{renderAll(cell, place)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The text in a tree, without recursion: it may be as deep as somebody has written it. */
function textOf(node: Nodes): string {
  const texts: string[] = [];
  for (const open: Nodes[] = [node]; ;) {
    const next = open.pop();
    if (next === undefined) return texts.join('');
    if ('value' in next) texts.push(next.value);
    if ('children' in next) open.push(...next.children.toReversed());
  }
}
