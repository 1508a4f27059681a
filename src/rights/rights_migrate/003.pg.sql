-- The default's source is read by people: it says so in their words, not by the name of a page of ours.
UPDATE hands_policy SET source = '本系统推荐的缺省值：不足 1,000 元三人，1,000 元起四人（recommended default of this program）'
 WHERE set_by IS NULL AND source = 'product.md, Few hands: recommended default';
