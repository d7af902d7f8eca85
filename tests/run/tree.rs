//! A page as a browser reads it: parsed by the rules of the HTML standard, every error told.

use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// An element.
#[derive(Clone)]
pub(crate) struct Element(Handle);

/// A page and what a strict reader finds wrong with it.
pub(crate) struct Tree {
    pub(crate) errors: Vec<String>,
    root: Handle,
}

impl Tree {
    pub(crate) fn of(page: &str) -> Self {
        let tree_builder = TreeBuilderOpts { exact_errors: true, ..TreeBuilderOpts::default() };
        let tokenizer = html5ever::tokenizer::TokenizerOpts { exact_errors: true, ..Default::default() };
        let dom = parse_document(RcDom::default(), ParseOpts { tokenizer, tree_builder }).one(page);
        let errors = dom.errors.borrow().iter().map(ToString::to_string).collect();
        Self { errors, root: dom.document }
    }

    /// Every element, in the order of the page.
    pub(crate) fn elements(&self) -> Vec<Element> {
        let mut found = Vec::new();
        gather(&self.root, &mut found);
        found
    }

    /// Every element of this name.
    pub(crate) fn all(&self, name: &str) -> Vec<Element> {
        self.elements().into_iter().filter(|element| element.name() == name).collect()
    }
}

fn gather(node: &Handle, found: &mut Vec<Element>) {
    if matches!(node.data, NodeData::Element { .. }) {
        found.push(Element(node.clone()));
    }
    node.children.borrow().iter().for_each(|child| gather(child, found));
}

impl Element {
    pub(crate) fn name(&self) -> String {
        match &self.0.data {
            NodeData::Element { name, .. } => name.local.to_string(),
            _ => String::new(),
        }
    }

    pub(crate) fn attributes(&self) -> Vec<(String, String)> {
        match &self.0.data {
            NodeData::Element { attrs, .. } => {
                attrs.borrow().iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect()
            }
            _ => Vec::new(),
        }
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        self.attributes().into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The elements right inside it.
    pub(crate) fn children(&self) -> Vec<Element> {
        let inside = self.0.children.borrow();
        inside.iter().filter(|node| matches!(node.data, NodeData::Element { .. })).cloned().map(Element).collect()
    }

    /// Whether it, or what is inside it, is an element of this name.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.name() == name || self.children().iter().any(|child| child.contains(name))
    }

    /// The element that it stands in.
    pub(crate) fn parent(&self) -> Option<Element> {
        let parent = self.0.parent.take();
        let found = parent.as_ref().and_then(std::rc::Weak::upgrade);
        self.0.parent.set(parent);
        found.map(Element)
    }

    /// It and all that it stands in, from the inside.
    pub(crate) fn around(&self) -> impl Iterator<Item = Element> {
        std::iter::successors(Some(self.clone()), Element::parent)
    }

    /// All words in it, with one space between stretches.
    pub(crate) fn words(&self) -> String {
        let mut found = Vec::new();
        stretches(&self.0, &mut found);
        found.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The words right inside it, without those of elements inside it.
    pub(crate) fn own_words(&self) -> String {
        let inside = self.0.children.borrow();
        let own = inside.iter().filter_map(|node| match &node.data {
            NodeData::Text { contents } => Some(contents.borrow().to_string()),
            _ => None,
        });
        own.collect::<Vec<_>>().join(" ")
    }
}

fn stretches(node: &Handle, found: &mut Vec<String>) {
    if let NodeData::Text { contents } = &node.data {
        found.push(contents.borrow().to_string());
    }
    node.children.borrow().iter().for_each(|child| stretches(child, found));
}

#[test]
fn a_page_that_a_browser_would_have_to_mend_has_errors() {
    assert_eq!(Tree::of("<!DOCTYPE html><title>t</title><p>a<p>b").errors, Vec::<String>::new());
    for broken in
        ["<p>no doctype", "<!DOCTYPE html><title>t</title><p><table><p>x</table>", "<!DOCTYPE html><b><p></b></p>"]
    {
        assert!(!Tree::of(broken).errors.is_empty(), "{broken}");
    }
}
