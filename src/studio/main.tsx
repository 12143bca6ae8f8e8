import { render } from 'preact';
import { App } from './shell/app.tsx';
import { listenToKeys } from './shell/keys.ts';
// oxlint-disable-next-line no-unassigned-import -- a style has nothing to be assigned
import './styles/index.css';

listenToKeys();
const place = document.querySelector('#studio');
if (place !== null) render(<App />, place);
