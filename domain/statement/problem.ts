/** How a parser gives up: thrown inside this module alone, and a value at its border (`read_statement.ts`). */

/** What is wrong with a file, in words for the person who sent it, and in which line. */
export class StatementProblem extends Error {
  override name = "StatementProblem";

  constructor(message: string, readonly line: number | null = null) {
    super(message);
  }
}
