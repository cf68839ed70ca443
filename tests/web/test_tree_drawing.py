"""The drawing of a tree: every node once, children under each other, second parents dashed."""

from time import perf_counter

from kinerja.web.templatetags.components import show
from kinerja.web.tree_drawing import DOWN, HEIGHT, LINE_LETTERS, Leaf, draw_tree, in_lines


def a_leaf(key, parent="", **more):
    return Leaf(
        key=key, title=f"Sasaran {key}", head="Misi", foot="", url="/", parent=parent, **more
    )


def test_layers_stand_beside_each_other_and_parents_in_the_middle():
    drawing = draw_tree(
        "Pohon", [a_leaf("v"), a_leaf("a", "v"), a_leaf("b", "v"), a_leaf("c", "b")]
    )

    box = {one.leaf.key: one for one in drawing.boxes}
    assert box["v"].x < box["a"].x == box["b"].x < box["c"].x
    assert box["b"].y - box["a"].y == HEIGHT + DOWN
    assert box["v"].y * 2 == box["a"].y + box["b"].y
    assert box["c"].y == box["b"].y
    assert len(drawing.edges) == 3


def test_a_second_parent_is_a_dashed_line():
    drawing = draw_tree(
        "Pohon", [a_leaf("a"), a_leaf("b"), a_leaf("c", "a", also_under=("b", "x"))]
    )

    assert [edge.second for edge in drawing.edges] == [False, True]


def test_a_node_whose_parent_is_not_drawn_stands_at_the_top():
    drawing = draw_tree("Pohon", [a_leaf("a"), a_leaf("b", "elsewhere")])

    assert {box.x for box in drawing.boxes} == {drawing.boxes[0].x}
    assert draw_tree("Pohon", []).boxes == ()


def test_long_titles_end_in_an_ellipsis_and_are_spoken_in_full():
    title = "Terwujudnya kesejahteraan masyarakat pesisir yang berkelanjutan dan berkeadilan"
    leaf = Leaf("a", title, "Visi", "95%", "/", warning="Tertinggal", hidden=7)
    [box] = draw_tree("Pohon", [leaf]).boxes

    assert all(len(line) <= LINE_LETTERS for line in box.lines)
    assert box.lines[-1].endswith("…")
    assert box.spoken == f"Visi. {title}. 95%. Tertinggal. 7 lagi di bawahnya"
    assert in_lines("") == ()


def test_what_a_user_typed_is_escaped():
    drawn = show("tree_drawing", drawing=draw_tree("Pohon", [Leaf("a", "<b>&", "H", "", "/")]))

    assert "<b>" not in drawn
    assert "&lt;b&gt;&amp;" in drawn


def test_a_tree_of_two_thousand_nodes_is_complete():
    leaves = [a_leaf("0")] + [a_leaf(str(at), str((at - 1) // 6)) for at in range(1, 2000)]

    start = perf_counter()
    drawing = draw_tree("Pohon", leaves)
    drawn = show("tree_drawing", drawing=drawing)
    print(f"2000 nodes drawn in {perf_counter() - start:.2f} s")  # noqa: T201

    assert len({(box.x, box.y) for box in drawing.boxes}) == 2000
    assert len(drawing.edges) == 1999
    assert drawn.count("<a href=") == 2000
    assert all(f'aria-label="Misi. Sasaran {at}"' in drawn for at in (0, 1, 999, 1999))
