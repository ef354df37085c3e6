/** What the browser loads: the style, the mark and the live page. */
import '../style.css';
import '../entry.css';
import '../icon.svg';
import './client.tsx';
