package io.handclasp.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The licences of what a release carries, as its bill of materials names them. One that is not
 * known here ends the build: whether it may go along is for people to say.
 */
final class Licences {
  private static final Set<String> KNOWN =
      Set.of(
          "Apache-2.0",
          "MIT",
          "Bouncy Castle Licence",
          "EPL-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "Public Domain, per Creative Commons CC0");

  private Licences() {}

  /**
   * Reads the bill of materials.
   *
   * @return component to the licences it is offered under, sorted
   * @throws IllegalStateException where one has none that is known
   */
  static Map<String, Set<String>> read(Path billOfMaterials) throws IOException {
    Map<String, Set<String>> found = new TreeMap<>();
    for (JsonNode component :
        new ObjectMapper().readTree(Files.readAllBytes(billOfMaterials)).path("components")) {
      String name = component.path("name").asText() + " " + component.path("version").asText();
      if (component.path("group").asText().equals("io.handclasp")) {
        continue;
      }
      Set<String> offered = new LinkedHashSet<>();
      for (JsonNode choice : component.path("licenses")) {
        JsonNode licence = choice.path("license");
        offered.add(
            licence.hasNonNull("id")
                ? licence.path("id").asText()
                : licence.path("name").asText(choice.path("expression").asText()));
      }
      if (offered.stream().noneMatch(KNOWN::contains)) {
        throw new IllegalStateException(
            name + ": licence " + offered + " is not among those that may go along " + KNOWN);
      }
      found.computeIfAbsent(name, unused -> new LinkedHashSet<>()).addAll(offered);
    }
    return found;
  }

  /** One line per component. */
  static String list(Map<String, Set<String>> licences) {
    StringBuilder text =
        new StringBuilder("Handclasp is under the Apache License 2.0 (LICENSE). It carries:\n\n");
    licences.forEach(
        (component, offered) ->
            text.append("%-52s %s%n".formatted(component, String.join(" or ", offered))));
    return text.append("\nTheir texts and notices are in licences/.\n").toString();
  }
}
