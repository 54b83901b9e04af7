package io.closedloop.lead.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A page that shows step by step how something new is made. A block of {@code java} is a new file, a block of
 * {@code diff} changes one that is there. A block is about the file that the text before it named last.
 */
final class Recipe {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(java|diff)\n(.*?)^```$");
    private static final Pattern FILE = Pattern.compile("lead-\\w+/src/(?:main|test)/[\\w/-]+\\.\\w+");

    private final List<Step> steps;

    /** @param file from the project's root */
    private record Step(String file, boolean isNew, List<String> lines) {
        boolean isMain() {
            return file.contains("/src/main/");
        }

        void carryOut(Path root) throws IOException {
            Path target = root.resolve(file);
            if (isNew) {
                if (Files.exists(target)) {
                    throw new AssertionError("%s is there already".formatted(file));
                }
                Files.createDirectories(target.getParent());
                Files.write(target, lines);
            } else {
                Files.write(target, changed(Files.readAllLines(target)));
            }
        }

        private List<String> changed(List<String> before) {
            List<String> old = side('+');
            List<Integer> places = new ArrayList<>();
            for (int at = 0; at + old.size() <= before.size(); at++) {
                if (before.subList(at, at + old.size()).equals(old)) {
                    places.add(at);
                }
            }
            if (places.size() != 1) {
                throw new AssertionError("%s has %d places that look like this, instead of one:%n%s"
                        .formatted(file, places.size(), String.join("\n", old)));
            }
            int place = places.getFirst();
            List<String> after = new ArrayList<>(before.subList(0, place));
            after.addAll(side('-'));
            after.addAll(before.subList(place + old.size(), before.size()));
            return after;
        }

        /** The lines as they are on one side of the change. */
        private List<String> side(char without) {
            return lines.stream()
                    .filter(line -> line.isEmpty() || line.charAt(0) != without)
                    .map(line -> line.isEmpty() ? line : line.substring(1))
                    .toList();
        }
    }

    private Recipe(List<Step> steps) {
        this.steps = steps;
    }

    /** @param page its name in {@code docs} */
    static Recipe of(String page) throws IOException {
        String text = Files.readString(DOCS.resolve(page));
        var steps = new ArrayList<Step>();
        String file = "no file is named before the first block";
        int told = 0;
        for (var block : BLOCK.matcher(text).results().toList()) {
            file = FILE.matcher(text.substring(told, block.start()))
                    .results()
                    .map(found -> found.group())
                    .reduce(file, (_, last) -> last);
            steps.add(new Step(
                    file, block.group(1).equals("java"), block.group(2).lines().toList()));
            told = block.end();
        }
        return new Recipe(steps);
    }

    /** The files of the service that it adds. */
    List<String> added() {
        return steps.stream()
                .filter(step -> step.isNew() && step.isMain())
                .map(Step::file)
                .toList();
    }

    /** The files of the service that it changes. */
    List<String> changed() {
        return steps.stream()
                .filter(step -> !step.isNew())
                .map(Step::file)
                .distinct()
                .toList();
    }

    /** The tests that it adds, by their classes' names. */
    List<String> tests() {
        return steps.stream()
                .filter(step -> step.isNew() && !step.isMain())
                .map(step -> step.file().replaceAll("^.*/java/|\\.java$", "").replace('/', '.'))
                .toList();
    }

    /** Carries every step out, in order, in a copy of the project's sources. */
    void carryOut(SourceCopy copy) throws IOException {
        for (Step step : steps) {
            step.carryOut(copy.root());
        }
    }
}
