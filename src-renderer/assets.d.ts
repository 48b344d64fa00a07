/** A stylesheet that the bundler adds to the page. */
declare module '*.css';

/** The address at which the bundler serves a file as it is. */
declare module '*?url' {
  const url: string;
  export default url;
}
