package io.handclasp.proxy.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what the reader asks a section for, so that the reader itself is the only list of
 * keys. The section that is asked stands for one in which every section is there and no key says
 * anything.
 */
final class Survey {
  private final Map<String, KeyDescription> keys = new LinkedHashMap<>();
  private final Map<String, Survey> sections = new LinkedHashMap<>();
  private final List<SectionDescription.Choice> choices = new ArrayList<>();
  private boolean empty = true;

  <T> void value(String key, Form<T> form, @Nullable T usual, boolean required, boolean list) {
    String written = usual == null ? null : form.written(usual);
    keys.put(
        key, new KeyDescription(key, required, list, form.shape(), form.expected(), written, null));
  }

  /** A section below, also in place of a value that was asked for already. */
  Survey section(String key, boolean required, boolean list) {
    keys.putIfAbsent(key, new KeyDescription(key, required, list, null, "", null, null));
    return sections.computeIfAbsent(key, name -> new Survey());
  }

  void choice(List<String> names, boolean required) {
    choices.add(new SectionDescription.Choice(names, required));
  }

  void needsAKey() {
    empty = false;
  }

  SectionDescription description() {
    return new SectionDescription(
        keys.values().stream().map(this::withSection).toList(), choices, empty);
  }

  private KeyDescription withSection(KeyDescription key) {
    Survey below = sections.get(key.name());
    return below == null
        ? key
        : new KeyDescription(
            key.name(),
            key.required(),
            key.list(),
            key.shape(),
            key.expected(),
            key.usual(),
            below.description());
  }
}
