/** The types of `glaswerk/remark` and of `glaswerk/markdown-it`: each has its plugin, which takes what its tool has. */
export declare function glaswerk(tool?: unknown): (tree: object) => void;
