/** What vite takes in as files. */
declare module '*.css';
declare module '*.svg';
