package io.handclasp.proxy.config;

import java.util.List;

/**
 * What a section may have.
 *
 * @param keys in the order in which the reader asks for them
 * @param choices keys of which only one may be there
 * @param empty whether it may be without any key
 */
public record SectionDescription(List<KeyDescription> keys, List<Choice> choices, boolean empty) {
  /** Copies. */
  public SectionDescription {
    keys = List.copyOf(keys);
    choices = List.copyOf(choices);
  }

  /**
   * Keys that exclude each other.
   *
   * @param keys their names
   * @param required whether one of them has to be there
   */
  public record Choice(List<String> keys, boolean required) {
    /** Copies. */
    public Choice {
      keys = List.copyOf(keys);
    }
  }
}
