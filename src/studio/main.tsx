import { render } from 'preact';
import { App } from './shell/app.tsx';
import { listenToKeys } from './shell/keys.ts';
import './styles/index.css';

listenToKeys();
const place = document.querySelector('#studio');
if (place !== null) render(<App />, place);
