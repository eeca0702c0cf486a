package io.handclasp.proxy.config;

/**
 * A place in a text file.
 *
 * @param line from 1
 * @param column from 1
 */
public record Position(int line, int column) {
  @Override
  public String toString() {
    return line + ":" + column;
  }
}
