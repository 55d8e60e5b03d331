/** The types of `glaswerk/element`. */
export declare const VERSION: string;
